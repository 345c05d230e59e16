package stream

// spareWork is the longest time, in ms, that a frame may take on a server that has time to
// spare: one more request a second is then a fiftieth of one worker.
const spareWork = 20

// Spare reports whether an occasional small request would not slow down the frames: every frame
// is sent at full quality and size, and the server is quick. If the pace has turned a lever, the
// link has nothing to spare. A still scene is sent once a second, which leaves room. A
// stream that is masked has nothing to spare for requests that are not.
func (s Stats) Spare() bool {
	return s.State == Live && s.Where == OnServer && !s.Masked && s.Trouble == (Failure{}) &&
		(s.Gap == 0 || s.Still) && s.Size == levels[0].size && s.Quality == levels[0].quality &&
		s.Server.Total() < spareWork
}

package stream

// spareWork is the longest time, in ms, that a frame may take on a server that has time to
// spare: one more request a second is then a fiftieth of one worker.
const spareWork = 20

// spareHere is the longest time, in ms, that a frame may take in the page so that something else may
// run beside it: the page keeps up with a camera of 25 frames a second.
const spareHere = 40

// Spare reports whether an occasional small request would not slow down the frames: every frame
// is sent at full quality and size, and the server is quick. If the pace has turned a lever, the
// link has nothing to spare. A still scene is sent once a second, which leaves room. A
// stream that is masked has nothing to spare for requests that are not. Where the page processes all
// frames, it has time to spare beside a still scene or quick frames.
func (s Stats) Spare() bool {
	if s.Where == InPage {
		return s.State == Live && (s.Why == Serverless || s.Why == Wished) && s.Page == (Failure{}) &&
			(s.Still || s.Here.Total() < spareHere)
	}
	return s.State == Live && s.Where == OnServer && !s.Masked && s.Trouble == (Failure{}) &&
		(s.Gap == 0 || s.Still) && s.Size == levels[0].size && s.Quality == levels[0].quality &&
		s.Server.Total() < spareWork
}

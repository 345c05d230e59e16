package stream

// spareWork is the most that a frame may take on the server, in ms, for it to have time
// for more: one request a second more is a fiftieth of one worker then.
const spareWork = 20

// Spare reports whether a small request now and then would cost the frames nothing: the
// scene moves, every frame is sent at full quality and size, and the server is quick. If
// the pace has turned a lever, the link has nothing to spare.
func (s Stats) Spare() bool {
	return s.State == Live && !s.Still && s.Trouble == (Failure{}) &&
		s.Gap == 0 && s.Size == levels[0].size && s.Quality == levels[0].quality &&
		s.Server.Total() < spareWork
}

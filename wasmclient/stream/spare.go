package stream

// leisure is what the server may take for a frame, in ms, to have time for more: a
// request in a second takes a fiftieth of one worker then.
const leisure = 20

// Spare tells whether there is room for a small request beside the frames, now and then,
// that costs them nothing: something moves and is sent as well and as often as it can be,
// and the server is quick. Where a lever has been turned, what is left of the link is
// the frames' own.
func (s Stats) Spare() bool {
	return s.State == Live && !s.Still && s.Trouble == (Failure{}) &&
		s.Gap == 0 && s.Size == levels[0].size && s.Quality == levels[0].quality &&
		s.Server.Total() < leisure
}

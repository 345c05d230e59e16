package stream

import "time"

// historySize is half a minute at 30 frames a second, in 150 kB.
const historySize = 1024

// history holds the records of the last frames shown, in the order of showing, which is also
// that of their ids. Its array is twice as long: the records move to its beginning once in
// historySize frames, and so are always contiguous.
type history struct {
	frames []Frame
}

func (h *history) add(f Frame) {
	if h.frames == nil {
		h.frames = make([]Frame, 0, 2*historySize)
	}
	if len(h.frames) == cap(h.frames) {
		copy(h.frames, h.frames[historySize:])
		h.frames = h.frames[:historySize]
	}
	h.frames = append(h.frames, f)
}

// since returns the records of the frames shown after t. They are valid until the next frame is
// added.
func (h *history) since(t time.Time) []Frame {
	frames := h.frames[max(0, len(h.frames)-historySize):]
	for i := len(frames); i > 0; i-- {
		if !frames[i-1].Shown.After(t) {
			return frames[i:]
		}
	}
	return frames
}

func (h *history) last() Frame {
	if len(h.frames) == 0 {
		return Frame{}
	}
	return h.frames[len(h.frames)-1]
}

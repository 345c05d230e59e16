package stream

import "time"

// historySize is half a minute at 30 frames a second, in 150 kB.
const historySize = 1024

// history holds the records of the last frames shown, in the order of showing,
// which is the order of their numbers. It lives in an array twice its size: the
// records move down once in historySize frames, and are contiguous at all times.
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

// since returns the records of frames shown after t. They are overwritten later.
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

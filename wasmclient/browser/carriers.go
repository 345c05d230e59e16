package browser

import "slices"

// carrier takes one frame along a lane: a post or a pass.
type carrier interface {
	comparable
	carries() int // the id of its frame
}

// carriers are those of a lane. Each is reused for one frame after another, since it has callbacks
// of JavaScript that are made once.
type carriers[C carrier] struct {
	anew       func() C // makes one
	busy, free []C
}

// take returns a carrier for a frame: one that is free, or else a new one.
func (c *carriers[C]) take() C {
	var one C
	if last := len(c.free) - 1; last >= 0 {
		one, c.free = c.free[last], c.free[:last]
	} else {
		one = c.anew()
	}
	c.busy = append(c.busy, one)
	return one
}

// find returns the carrier of a frame, if there is one.
func (c *carriers[C]) find(id int) (one C, ok bool) {
	if i := slices.IndexFunc(c.busy, func(one C) bool { return one.carries() == id }); i >= 0 {
		return c.busy[i], true
	}
	return one, false
}

// end frees a carrier whose frame is done. One that was dropped meanwhile is gone.
func (c *carriers[C]) end(one C) {
	if i := slices.Index(c.busy, one); i >= 0 {
		c.busy = slices.Delete(c.busy, i, i+1)
		c.free = append(c.free, one)
	}
}

// drop forgets the carriers with frames, which are never heard of again.
func (c *carriers[C]) drop() { c.busy = nil }

package filter

import (
	"time"

	"framepost/api/frame"
)

// Course is what a chain will do with a picture, as far as its size says.
type Course struct {
	W, H   int           // px of the result
	Time   time.Duration // of one CPU, roughly
	Memory int           // bytes that the pictures of the largest pass take, at most

	LargestW, LargestH int // px of the largest picture that a pass makes

	pixels int // that the picture has in memory
}

// costs are what passes take of a pixel where the operation declares nothing, in ns and
// bytes. The times are those of the vector kernels on a server's CPU of 2023, in the middle
// of their kind. The bytes count for the pixels before and for those after.
var costs = struct{ move, tone, planes, aim, nrgba, warp, foreign cost }{
	move:   cost{1, 2},
	tone:   cost{1, 2},
	planes: cost{3, 2},
	aim:    cost{4, 2},
	nrgba:  cost{10, 4},
	warp:   cost{8, 3},
	// 640×480 in 6 ms; a copy as RGBA, besides the frame before and after
	foreign: cost{20, 6},
}

// cost is what a pass takes of each pixel.
type cost struct{ ns, bytes float64 }

// cost returns what the pass of a step takes.
func (s step) cost() cost {
	c := costs.move
	switch s.work.(type) {
	case Tone:
		c = costs.tone
	case Planes:
		c = costs.planes
	case Aim:
		c = costs.aim
	case NRGBA:
		c = costs.nrgba
	case Warp:
		c = costs.warp
	case Foreign:
		c = costs.foreign
	}
	if s.ns > 0 {
		c.ns = s.ns
	}
	return c
}

// Course returns what the chain will do with a w×h picture that is turned before it, and of
// which a decoder makes so many pixels. Moves become one pass where Run makes one of them;
// of Tones each counts.
func (c Chain) Course(w, h, decoded int, turn frame.Turn) Course {
	course := Course{W: w, H: h, pixels: decoded}
	c.walk(w, h, turn, course.move, course.work)
	return course
}

// walk goes through the passes that Run makes of a w×h picture that is turned before the chain:
// move is called for the geometries that Moves become, also for one that changes nothing, and work
// for each other step, whose result has the size that it returns.
func (c Chain) walk(w, h int, turn frame.Turn, move func(frame.Geometry), work func(s step) (w, h int)) {
	pending := frame.Turned(w, h, turn)
	for _, s := range c.steps {
		if m, ok := s.work.(Move); ok {
			next := m(s.args, pending.W, pending.H)
			if !pending.Composes(next) {
				move(pending)
				pending = frame.Keep(pending.W, pending.H)
			}
			pending = pending.Then(next)
			continue
		}
		move(pending)
		pending = frame.Keep(work(s))
	}
	move(pending.To(c.scaled(pending.W, pending.H)))
}

// work adds the pass of a step that is no Move, and returns the size of its result.
func (c *Course) work(s step) (w, h int) {
	w, h = c.W, c.H
	switch work := s.work.(type) {
	case Aim:
		size := work.Move(s.args, w, h)
		w, h = size.W, size.H
	case Warp:
		w, h = work.Size(s.args, w, h)
	}
	of := s.cost()
	foreign, _ := s.work.(Foreign)
	if foreign.Cost != nil {
		of.ns = float64(foreign.Cost(c.pixels)) / float64(max(c.pixels, 1))
	}
	c.pass(w, h, of)
	if foreign.Grows > 0 {
		c.grow(foreign.Grows, of)
	}
	return w, h
}

// move adds the pass of a geometry, if it is one.
func (c *Course) move(g frame.Geometry) {
	if g != frame.Keep(c.W, c.H) {
		c.pass(g.W, g.H, costs.move)
	}
}

// pass adds one that makes a w×h picture.
func (c *Course) pass(w, h int, of cost) {
	before, after := c.pixels, w*h
	c.Time += of.time(max(before, after))
	c.Memory = max(c.Memory, int(of.bytes*float64(before+after)))
	c.W, c.H, c.pixels = w, h, after
	if larger(w, h, c.LargestW, c.LargestH) {
		c.LargestW, c.LargestH = w, h
	}
}

// grow counts the memory of a result that may have so many times as many pixels as the picture. Its
// size is not known, so the course goes on with that of the picture.
func (c *Course) grow(times int, of cost) {
	most := times * c.pixels
	c.Memory = max(c.Memory, int(of.bytes*float64(c.pixels+most)))
	c.pixels = most
}

func (c cost) time(pixels int) time.Duration { return time.Duration(c.ns * float64(pixels)) }

// larger reports whether a w×h picture is further from what Fits allows than one of w2×h2. A
// side beyond frame.MaxSide counts more than any number of pixels.
func larger(w, h, w2, h2 int) bool {
	if beyond, beyond2 := max(w, h) > frame.MaxSide, max(w2, h2) > frame.MaxSide; beyond != beyond2 {
		return beyond
	}
	return w*h > w2*h2
}

package plugin

import (
	"sync"
	"time"
)

// cost is what a module takes of each pixel, in ns. Nobody knows it before, and a frame that keeps
// a worker for long must be known as such, so that it is not given the last one (see package
// admission). It rises at once and falls slowly: what was dear a moment ago may be so again.
type cost struct {
	mu sync.Mutex
	ns float64
}

// fall is the part of a difference by which a lower cost counts.
const fall = 1.0 / 16

// note takes account of a frame.
func (c *cost) note(took time.Duration, pixels int) {
	ns := float64(took) / float64(max(pixels, 1))
	c.mu.Lock()
	defer c.mu.Unlock()
	if ns < c.ns {
		ns = c.ns + (ns-c.ns)*fall
	}
	c.ns = ns
}

// value returns the cost, 0 before the first frame.
func (c *cost) value() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ns
}

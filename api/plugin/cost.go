package plugin

import (
	"sync"
	"time"
)

// cost is what a module takes of each pixel, in ns. Nobody knows it before, and a frame that keeps
// a worker for long must be known as such, so that it is not given the last one (see package
// admission). It rises at once and falls slowly: what was dear a moment ago may be so again.
type cost struct {
	mu    sync.Mutex
	known bool
	ns    float64
}

const (
	// unknown is what the first frames are expected to take: many of them may come at once, and
	// one that never ends must not have all workers before anybody knows.
	unknown = 100 * time.Millisecond

	// fall is the part of a difference by which a lower cost counts.
	fall = 1.0 / 16
)

// note takes account of a frame.
func (c *cost) note(took time.Duration, pixels int) {
	ns := float64(took) / float64(max(pixels, 1))
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known && ns < c.ns {
		ns = c.ns + (ns-c.ns)*fall
	}
	c.ns, c.known = ns, true
}

// of returns what a frame is expected to take.
func (c *cost) of(pixels int) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.known {
		return unknown
	}
	return time.Duration(c.ns * float64(pixels))
}

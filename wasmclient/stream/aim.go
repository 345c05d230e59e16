package stream

import "time"

// halfRefresh is the mean time from the painting of a picture until it is on the screen, at 60
// Hz. It cannot be measured in a page.
const halfRefresh = time.Second / 120

// If the link's length and the work alone take more than four tenths of the target, a frame
// cannot meet the target, and turning the levers would cost quality in vain. From there on the
// aim grows: since aimFixed·0.4 + aimTarget = 1, it begins at the target, and leaves the bytes
// and the rest three quarters of each additional millisecond. There is also no reason to turn
// levers while a frame takes less than aimLeast times the time with all levers turned down.
const (
	aimFixed  = 1.75
	aimTarget = 0.3
	aimLeast  = 1.25
)

// aim returns the latency to aim at, from the camera to the painting, for a target. fixed is
// the time that the link's length and the work take, least the time that a frame takes with all
// levers turned down.
func aim(target, fixed, least time.Duration) time.Duration {
	return max(target-halfRefresh, scale(fixed, aimFixed)+scale(target, aimTarget)-halfRefresh, scale(least, aimLeast))
}

// SetTarget sets the target latency from the camera to the screen, clamped to the bounds of
// Config.Target.
func (s *Stream) SetTarget(target time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pace.target = min(max(target, minTarget), maxTarget)
}

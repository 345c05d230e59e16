package stream

import "time"

// halfRefresh is how long a painted picture waits on average until it is on the screen, at
// 60 Hz. Nothing here can measure it.
const halfRefresh = time.Second / 120

// Where the way and the work alone take more than four tenths of the target, a frame needs
// more than the target, and turning the levers to hold it would cost quality in vain. From
// there on the aim grows: aimFixed·0.4 + aimTarget = 1, so it begins at the target and
// leaves the bytes and the rest three quarters of each millisecond more. Nor is there a
// reason to turn levers while a frame takes less than aimLeast times what it would take with
// all of them turned down.
const (
	aimFixed  = 1.75
	aimTarget = 0.3
	aimLeast  = 1.25
)

// aim returns the latency to aim at, up to the painting, for a target: fixed is what the way
// and the work take, least what a frame takes with all levers turned down.
func aim(target, fixed, least time.Duration) time.Duration {
	return max(target-halfRefresh, scale(fixed, aimFixed)+scale(target, aimTarget)-halfRefresh, scale(least, aimLeast))
}

// SetTarget sets the target from the camera to the screen. Outside of the bounds of
// Config.Target it sets the nearer one.
func (s *Stream) SetTarget(target time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pace.target = min(max(target, minTarget), maxTarget)
}

package browser

// lag estimates the age of a camera's frames. Their timestamps are on the camera's own clock,
// whose origin is unknown. The smallest difference so far between the time of arrival and the
// timestamp is taken as the difference between the clocks; a frame is as old as its own
// difference exceeds that. This leaves out the constant part of the delay, from the sensor to
// the browser, which cannot be measured here.
//
// The clocks may drift apart, so the smallest difference is raised a little with every frame:
// by 2 µs, which is 60 ppm at 30 frames a second, more than quartz drifts.
type lag struct {
	known bool
	least float64 // smallest difference between arrival and timestamp, ms
}

// captured returns the time of capture, in ms on the clock of now, of a frame that arrives now
// with that timestamp, in ms on the camera's clock.
func (l *lag) captured(timestamp, now float64) float64 {
	const drift = 0.002
	l.least += drift
	if delay := now - timestamp; !l.known || delay < l.least {
		l.known, l.least = true, delay
	}
	return timestamp + l.least
}

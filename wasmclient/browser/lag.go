package browser

// lag estimates how old the frames of a camera are. Their timestamps are on a clock of
// the camera's, whose origin is unknown. The frame that came with the least delay so far
// shows the difference between the clocks, taken as having no age; others are as old as
// they lag behind it. That leaves out the constant part, the way from the sensor to the
// browser, which no clock here could see.
//
// The clocks may drift apart, so the difference grows a little with every frame: by
// 2 µs, at 30 frames a second 60 ppm, more than quartz drifts.
type lag struct {
	known bool
	least float64 // now minus timestamp, ms
}

// captured returns the time of capture, in ms on the clock of now, of a frame that
// arrives now with that timestamp in ms.
func (l *lag) captured(timestamp, now float64) float64 {
	const drift = 0.002
	l.least += drift
	if delay := now - timestamp; !l.known || delay < l.least {
		l.known, l.least = true, delay
	}
	return timestamp + l.least
}

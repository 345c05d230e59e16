package browser

import (
	"strconv"
	"time"
)

// lag finds out how old the frames of a camera are. Their timestamps are on a clock
// of the camera's, whose origin nobody tells. The frame that came with the least
// delay so far shows the difference between the clocks, taken as having no age; by
// as much as others lag behind it, they are old. That leaves out the constant part,
// the way from the sensor to the browser, which no clock here could see.
//
// The clocks may drift apart, so the difference is let go by a little with every
// frame: 2 µs, at 30 frames a second 60 ppm, more than quartz drifts.
type lag struct {
	known bool
	least float64 // now minus timestamp, ms
}

// captured gives the time of capture, in ms on the clock of now, of a frame that
// arrives now with that timestamp in ms.
func (l *lag) captured(timestamp, now float64) float64 {
	const drift = 0.002
	l.least += drift
	if delay := now - timestamp; !l.known || delay < l.least {
		l.known, l.least = true, delay
	}
	return timestamp + l.least
}

// retryAfter reads a Retry-After header in its form of whole seconds; the form with
// a date is for other things than frames. It is 0 if there is none.
func retryAfter(header string) time.Duration {
	seconds, err := strconv.ParseUint(header, 10, 16)
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

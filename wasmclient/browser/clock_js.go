package browser

import (
	"syscall/js"
	"time"
)

// clock converts between the browser's time, in ms of performance.now, and Go's. Go's monotonic
// clock is performance.now here, so the two do not drift apart.
type clock struct {
	performance js.Value // performance.now
	origin      time.Time
}

func newClock() clock {
	now := bound(window.Get("performance"), "now")
	c, least := clock{performance: now}, time.Hour
	for range 5 { // use the quickest reading: the thread may be interrupted between the two clocks
		before := time.Now()
		ms := now.Invoke().Float()
		if took := time.Since(before); took < least {
			c.origin, least = before.Add(took/2-duration(ms)), took
		}
	}
	return c
}

func (c clock) now() float64              { return c.performance.Invoke().Float() }
func (c clock) time(ms float64) time.Time { return c.origin.Add(duration(ms)) }
func (c clock) ms(t time.Time) float64    { return millis(t.Sub(c.origin)) }
func duration(ms float64) time.Duration   { return time.Duration(ms * float64(time.Millisecond)) }
func millis(d time.Duration) float64      { return float64(d) / float64(time.Millisecond) }

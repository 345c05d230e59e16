package sim

import "math/rand/v2"

// viewer is a page with a camera. Its constants are those of wasmclient/stream.
type viewer struct {
	arrives tick
	uplink  tick // time from which its link is free to send

	window, inFlight int
	limited          bool // since the last decision, a frame has found the window full
	gap, sent        tick // least time between two frames, and the time of the last one
	resume           tick // nothing is sent before it
	failures         int  // of the platform, in a row

	changed, refusal tick // times of the last decision and of the last refusal
	trip             tick // of the last answer
	base             tick // the least trip so far, which is taken for one without a queue
	answers          int  // since the last decision
	total            tick // of their times
}

const (
	firstWindow  = 2
	widestWindow = 4 // frames of the camera in the time that is aimed at
	samples      = 8 // answers of a decision

	target   = ticksPerSecond / 10 // of a trip
	longest  = ticksPerSecond / 4  // of gap
	retryMin = ticksPerSecond / 10
	retryMax = ticksPerSecond * 6 / 10
	asked    = ticksPerSecond // pause that a busy server asks for by Retry-After
)

// offers reports whether the page sends the camera's frame.
func (v *viewer) offers(now tick) bool {
	switch {
	case now < v.resume, v.sent > 0 && now-v.sent < v.gap, v.failures > 0 && v.inFlight > 0:
		return false
	case v.inFlight >= v.window:
		v.limited = true
		return false
	}
	v.sent = now
	v.inFlight++
	return true
}

// answered takes the time from camera to screen of a frame into account.
func (v *viewer) answered(now, sent tick) {
	v.inFlight--
	v.failures = 0
	v.trip = now - sent
	if v.base == 0 || v.trip < v.base {
		v.base = v.trip
	}
	if sent < v.changed {
		return // it was sent before the last decision
	}
	v.answers++
	v.total += v.trip
	if v.answers < samples {
		return
	}
	mean := v.total / tick(v.answers)
	queue := mean - v.base
	aim := max(target, v.base*5/4) // a long link alone is no reason to slow down
	switch {
	case mean > aim*92/100:
		if tick(v.window)*queue > mean/2 && v.window > 1 { // half a request waits
			v.window--
		} else if queue > mean/4 {
			v.gap = min(max(v.gap, interval)*5/4, longest)
		}
	case v.gap > 0 && (mean < aim*80/100 || queue < v.base/10): // the page would rather lower the quality
		if v.gap = v.gap * 2 / 3; v.gap < interval*5/4 {
			v.gap = 0
		}
	case v.gap == 0 && v.limited && v.window < widestWindow:
		v.window++
	}
	v.decided(now)
}

func (v *viewer) decided(now tick) {
	v.changed, v.limited, v.answers, v.total = now, false, 0, 0
}

// busy takes a refusal by framepost into account.
func (v *viewer) busy(now tick, random *rand.Rand) {
	v.inFlight--
	v.resume = max(v.resume, now+asked+tick(random.Int64N(retryMin)))
	if v.refusal > 0 && now-v.refusal < v.trip {
		return // the refusals of one window count as one
	}
	v.refusal = now
	if v.window > 1 {
		v.window = (v.window + 1) / 2
	} else {
		v.gap = min(max(v.gap, interval)*3/2, longest)
	}
	v.decided(now)
}

// failed takes a refusal by the platform into account: the server seems to be away, so one frame
// at a time is tried, with pauses that grow.
func (v *viewer) failed(now tick, random *rand.Rand) {
	v.inFlight--
	pause := tick(retryMin)
	for range v.failures {
		pause = min(2*pause, retryMax)
	}
	v.failures++
	v.resume = max(v.resume, now+pause-tick(random.Int64N(int64(pause/2))))
}

package sim

import (
	"math/rand/v2"
	"testing"
)

// watch has a viewer's camera run for so many frames, with answers after trip.
func watch(v *viewer, now *tick, frames int, trip tick) (sent int) {
	type answer struct{ at, sent tick }
	var under []answer
	for range frames {
		*now += interval
		for len(under) > 0 && under[0].at <= *now {
			v.answered(under[0].at, under[0].sent)
			under = under[1:]
		}
		if v.offers(*now) {
			sent++
			under = append(under, answer{*now + trip, *now})
		}
	}
	for _, a := range under {
		v.answered(a.at, a.sent)
		*now = max(*now, a.at)
	}
	return sent
}

func TestViewer(t *testing.T) {
	v, now := &viewer{window: firstWindow}, tick(0)
	watch(v, &now, 60, 75*ticksPerSecond/1000)
	if sent := watch(v, &now, 30, 75*ticksPerSecond/1000); sent != 30 || v.window != 3 {
		t.Errorf("on a good link %d of 30 frames, window %d", sent, v.window)
	}
	watch(v, &now, 600, 300*ticksPerSecond/1000)
	if v.window != 1 || v.gap == 0 {
		t.Errorf("with a queue, window %d and a gap of %d", v.window, v.gap)
	}
	watch(v, &now, 900, 30*ticksPerSecond/1000)
	if sent := watch(v, &now, 30, 30*ticksPerSecond/1000); sent != 30 {
		t.Errorf("after the queue %d of 30 frames", sent)
	}
}

func TestRefusals(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	v := &viewer{window: 4, trip: 200}
	v.inFlight = 2
	v.busy(1000, random)
	v.busy(1001, random)
	if v.window != 2 || v.inFlight != 0 {
		t.Errorf("after two refusals of a window of 4 it is %d, %d in flight", v.window, v.inFlight)
	}
	if v.offers(1000 + asked - 1) {
		t.Error("a frame is sent before the pause that the server has asked for is over")
	}
	v = &viewer{window: 4}
	var pauses []tick
	for now := tick(1000); len(pauses) < 6; {
		if !v.offers(now) {
			now++
			continue
		}
		if v.failures > 0 && v.offers(now+interval) {
			t.Error("two frames are tried at once")
		}
		v.failed(now, random)
		pauses = append(pauses, v.resume-now)
	}
	for n, pause := range pauses {
		if most := min(tick(retryMin)<<n, retryMax); pause > most || pause < most/2 {
			t.Errorf("pause %d is %d ticks, want %d to %d", n, pause, most/2, most)
		}
	}
}

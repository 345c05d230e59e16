package browser

import (
	"syscall/js"
	"testing"
)

// A stopped track ends between two frames, or, if none comes, when its patience is over. It
// closes the frame that nobody takes, and ends once.
func TestATrackEndsBetweenTwoFrames(t *testing.T) {
	for name, test := range map[string]struct {
		frames int  // that come after stop
		late   bool // whether the timer fires before them
	}{
		"a frame comes":       {frames: 1},
		"none comes":          {late: true},
		"one comes too late":  {frames: 1, late: true},
		"the original's over": {},
	} {
		var resolve js.Value
		var timer js.Func
		counts := map[string]int{}
		count := func(what string) js.Func { return callback(func(js.Value) { counts[what]++ }) }
		reader := object(
			"read", js.FuncOf(func(js.Value, []js.Value) any {
				counts["read"]++
				return object("then", callback(func(f js.Value) { resolve = f }))
			}),
			"cancel", count("cancelled"),
		)
		window.Set("MediaStreamTrackProcessor", js.FuncOf(func(js.Value, []js.Value) any {
			return object("readable", object("getReader", js.FuncOf(func(js.Value, []js.Value) any { return reader })))
		}))
		result := func() js.Value {
			return object("value", object("close", count("closed")))
		}

		original := object("clone", js.FuncOf(func(js.Value, []js.Value) any { return object("stop", count("stopped")) }))
		track := readTrack(original, func(frame js.Value) {
			counts["delivered"]++
			frame.Call("close")
		})
		track.later = func(end js.Func) { timer = end } // not by setTimeout, which Go's scheduler calls too
		resolve.Invoke(result())
		track.stop()
		if counts["cancelled"]+counts["stopped"] > 0 {
			t.Errorf("%s: it ends while a frame may be on its way", name)
		}
		if test.late {
			timer.Invoke()
		}
		for range test.frames {
			resolve.Invoke(result())
		}
		if test.frames == 0 {
			resolve.Invoke(object())
		}
		if !test.late {
			timer.Invoke()
		}
		want := map[string]int{"read": 2, "delivered": 1, "closed": 1 + test.frames, "cancelled": 1, "stopped": 1}
		for what, n := range want {
			if counts[what] != n {
				t.Errorf("%s: %s %d times instead of %d", name, what, counts[what], n)
			}
		}
	}
	window.Delete("MediaStreamTrackProcessor")
}

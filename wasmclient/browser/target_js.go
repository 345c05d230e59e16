package browser

import (
	"strconv"
	"syscall/js"

	"framepost/wasmclient/stream"
)

// target is the control for the target latency, and for whether a still scene is sent at the
// full frame rate.
type target struct {
	stream       *stream.Stream
	slider, text js.Value
	still        js.Value // a checkbox
}

func newTarget(s *stream.Stream) *target {
	t := &target{stream: s, slider: byID("target"), text: byID("target-value"), still: byID("still")}
	if was, err := strconv.ParseFloat(recall("target"), 64); err == nil {
		t.set(was)
	}
	if was := recall("still"); was != "" {
		t.suspendStill(was == "true")
	}
	on(t.slider, "input", func(js.Value) {
		ms, _ := strconv.Atoi(value(t.slider))
		t.set(float64(ms))
		remember("target", value(t.slider))
	})
	on(t.still, "change", func(js.Value) {
		t.suspendStill(t.still.Get("checked").Bool())
		remember("still", checked(t.still))
	})
	return t
}

// set sets the target in ms. The slider shows its nearest value, since its range is smaller
// than the stream's.
func (t *target) set(ms float64) {
	t.stream.SetTarget(duration(ms))
	t.slider.Set("value", ms)
	write(t.text, strconv.FormatFloat(ms, 'f', 0, 64))
}

func (t *target) suspendStill(on bool) {
	t.stream.SuspendStill(on)
	t.still.Set("checked", on)
}

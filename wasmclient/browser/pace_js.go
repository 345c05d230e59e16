package browser

import (
	"strconv"
	"syscall/js"

	"framepost/wasmclient/stream"
)

// pace is what the viewer says of the pacing: the latency to hold, and whether a still
// scene is worth more than a frame a second.
type pace struct {
	stream       *stream.Stream
	slider, text js.Value // of the target
	still        js.Value
}

func newPace(s *stream.Stream) *pace {
	p := &pace{stream: s, slider: byID("target"), text: byID("target-value"), still: byID("still")}
	on(p.slider, "input", func(js.Value) {
		ms, _ := strconv.Atoi(value(p.slider))
		p.aim(float64(ms))
	})
	on(p.still, "change", func(js.Value) { p.watch(p.still.Get("checked").Bool()) })
	return p
}

// aim sets the target in ms. The slider, which ends earlier than what can be asked for,
// shows the nearest it has.
func (p *pace) aim(ms float64) {
	p.stream.SetTarget(duration(ms))
	p.slider.Set("value", ms)
	write(p.text, strconv.FormatFloat(ms, 'f', 0, 64))
}

// watch switches the suspension of still scenes.
func (p *pace) watch(on bool) {
	p.stream.SuspendStill(on)
	p.still.Set("checked", on)
}

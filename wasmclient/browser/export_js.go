package browser

import (
	"syscall/js"
	"time"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// export makes the object that the package's documentation describes.
func (p *Page) export() {
	exported := window.Get("framepost")
	exported.Set("stats", js.FuncOf(func(js.Value, []js.Value) any { return statsObject(p.stream.Stats()) }))
	exported.Set("frames", js.FuncOf(func(js.Value, []js.Value) any {
		p.network.pass()
		frames := p.stream.Frames()
		list := make([]any, len(frames))
		for i, f := range frames {
			list[i] = p.frameObject(f)
		}
		return list
	}))
	p.exportControls(exported)
}

// exportControls adds what tests and experiments turn.
func (p *Page) exportControls(exported js.Value) {
	exported.Set("csv", js.FuncOf(func(js.Value, []js.Value) any { return p.csv() }))
	exported.Set("target", callback(func(ms js.Value) {
		if ms.Type() == js.TypeNumber {
			p.pace.aim(ms.Float())
		}
	}))
	exported.Set("still", callback(func(on js.Value) { p.pace.watch(on.Truthy()) }))
}

func (p *Page) csv() string {
	p.network.pass()
	return p.stream.CSV()
}

func statsObject(s stream.Stats) map[string]any {
	refusal := ""
	if s.Refusal != nil {
		refusal = s.Refusal.Detail
	}
	return map[string]any{
		"state":          string(s.State),
		"fps":            s.FPS,
		"sent":           s.Sent,
		"shown":          s.Shown,
		"dropped":        s.Dropped,
		"late":           s.Late,
		"failed":         s.Failed,
		"bytesUp":        float64(s.BytesUp),
		"bytesDown":      float64(s.BytesDown),
		"inFlight":       s.InFlight,
		"window":         s.Window,
		"sentQuality":    s.Quality,
		"size":           s.Size,
		"gap":            millis(s.Gap),
		"aim":            millis(s.Aim),
		"still":          s.Still,
		"rtt":            quantiles(s.RTT),
		"cameraToScreen": quantiles(s.CameraToScreen),
		"server":         timing(s.Server),
		"chain":          s.Settings.Chain,
		"quality":        s.Settings.Quality,
		"refusal":        refusal,
		"lastFrameId":    s.LastID,
	}
}

func (p *Page) frameObject(f stream.Frame) map[string]any {
	return map[string]any{
		"id":       f.ID,
		"captured": p.clock.ms(f.Captured),
		"taken":    p.clock.ms(f.Taken),
		"sent":     p.clock.ms(f.Sent),
		"answered": p.clock.ms(f.Answered),
		"received": p.clock.ms(f.Received),
		"decoded":  p.clock.ms(f.Decoded),
		"shown":    p.clock.ms(f.Shown),

		"requested": p.known(f.Network.Requested),
		"responded": p.known(f.Network.Responded),
		"ended":     p.known(f.Network.Ended),

		"up":      f.Up,
		"down":    f.Down,
		"server":  timing(f.Timing),
		"window":  f.Window,
		"quality": f.Quality,
		"size":    f.Size,
	}
}

// known is a point in time, 0 if there is none.
func (p *Page) known(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return p.clock.ms(t)
}

func quantiles(q stream.Quantiles) map[string]any {
	return map[string]any{"p50": millis(q.P50), "p95": millis(q.P95)}
}

func timing(t wire.Timing) map[string]any {
	return map[string]any{"queue": t.Queue, "decode": t.Decode, "ops": t.Ops, "encode": t.Encode, "receive": t.Receive}
}

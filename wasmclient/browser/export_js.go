package browser

import (
	"syscall/js"
	"time"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// export is the object window.framepost, which the package's documentation describes.
type export struct {
	stream  *stream.Stream
	clock   clock
	network *network
}

func newExport(s *stream.Stream, c clock, n *network, t *target, regions bool) *export {
	e := &export{s, c, n}
	object := window.Get("framepost")
	object.Set("stats", js.FuncOf(func(js.Value, []js.Value) any { return statsObject(s.Stats()) }))
	object.Set("frames", js.FuncOf(func(js.Value, []js.Value) any { return e.frames() }))
	object.Set("csv", js.FuncOf(func(js.Value, []js.Value) any { return e.csv() }))
	object.Set("target", callback(func(ms js.Value) {
		if ms.Type() == js.TypeNumber {
			t.set(ms.Float())
		}
	}))
	object.Set("still", callback(func(on js.Value) { t.suspendStill(on.Truthy()) }))
	object.Set("regions", callback(func(on js.Value) { s.SendRegions(regions && on.Truthy()) }))
	return e
}

func (e *export) csv() string {
	e.network.flush()
	return e.stream.CSV()
}

func (e *export) frames() []any {
	e.network.flush()
	frames := e.stream.Frames()
	list := make([]any, len(frames))
	for i, f := range frames {
		list[i] = e.frameObject(f)
	}
	return list
}

func statsObject(s stream.Stats) js.Value {
	refusal := ""
	if s.Refusal != nil {
		refusal = s.Refusal.Detail
	}
	return object(
		"state", string(s.State), "fps", s.FPS,
		"sent", s.Sent, "shown", s.Shown, "dropped", s.Dropped, "late", s.Late, "failed", s.Failed,
		"bytesUp", float64(s.BytesUp), "bytesDown", float64(s.BytesDown),
		"inFlight", s.InFlight, "window", s.Window,
		"sentQuality", s.Quality, "size", s.Size, "share", s.Share, "gap", millis(s.Gap),
		"aim", millis(s.Aim), "still", s.Still,
		"rtt", quantiles(s.RTT), "cameraToScreen", quantiles(s.CameraToScreen), "server", timing(s.Server), "here", timing(s.Here),
		"chain", s.Settings.Chain, "quality", s.Settings.Quality, "refusal", refusal,
		"lastFrameId", s.LastID,
		"where", string(s.Where), "why", string(s.Why), "standby", s.Standby,
	)
}

func (e *export) frameObject(f stream.Frame) js.Value {
	ms := e.clock.ms
	return object(
		"id", f.ID, "where", string(f.Place), "captured", ms(f.Captured), "taken", ms(f.Taken), "sent", ms(f.Sent), "answered", ms(f.Answered),
		"received", ms(f.Received), "decoded", ms(f.Decoded), "shown", ms(f.Shown),
		"requested", e.known(f.Network.Requested), "responded", e.known(f.Network.Responded), "ended", e.known(f.Network.Ended),
		"up", f.Up, "down", f.Down, "server", timing(f.Timing), "window", f.Window, "quality", f.Quality, "size", f.Size, "share", f.Share,
	)
}

// known converts a point in time. It returns 0 for the zero time.
func (e *export) known(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return e.clock.ms(t)
}

func quantiles(q stream.Quantiles) js.Value {
	return object("p50", millis(q.P50), "p95", millis(q.P95))
}

func timing(t wire.Timing) js.Value {
	return object("queue", t.Queue, "decode", t.Decode, "ops", t.Ops, "encode", t.Encode, "receive", t.Receive)
}

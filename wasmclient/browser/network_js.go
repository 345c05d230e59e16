package browser

import (
	"syscall/js"

	"framepost/wasmclient/stream"
)

// network passes on what the browser's network stack notes about requests. A
// page of another origin than the API is told because the server allows it, with
// Timing-Allow-Origin.
type network struct {
	stream *stream.Stream
	clock  clock
}

// watchNetwork begins to. Without PerformanceObserver there are no notes.
func watchNetwork(s *stream.Stream, c clock) {
	if !has("PerformanceObserver") {
		return
	}
	n := network{stream: s, clock: c}
	observer := window.Get("PerformanceObserver").New(callback(func(list js.Value) {
		each(list.Call("getEntries"), n.note)
	}))
	observer.Call("observe", object(map[string]any{"type": "resource"}))
}

func (n network) note(entry js.Value) {
	requested := entry.Get("requestStart").Float()
	if requested == 0 || text(entry.Get("initiatorType")) != "fetch" {
		return
	}
	at := func(name string) float64 { return entry.Get(name).Float() }
	n.stream.Noted(n.clock.time(at("startTime")), stream.Network{
		Requested: n.clock.time(requested),
		Responded: n.clock.time(at("responseStart")),
		Ended:     n.clock.time(at("responseEnd")),
	})
}

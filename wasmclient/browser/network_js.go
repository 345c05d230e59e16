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
	notes  js.Value // a Set of lists of entries
}

// watchNetwork begins to. Without PerformanceObserver there are no notes. They come for
// every frame and nobody needs them at once, so the browser puts them aside without
// entering Go: in a Set, whose add looks at the first of the callback's arguments alone.
func watchNetwork(s *stream.Stream, c clock) *network {
	n := &network{stream: s, clock: c, notes: window.Get("Set").New()}
	if has("PerformanceObserver") {
		observer := window.Get("PerformanceObserver").New(bound(n.notes, "add"))
		observer.Call("observe", object(map[string]any{"type": "resource"}))
	}
	return n
}

// pass hands over what was noted since the last time.
func (n *network) pass() {
	if n.notes.Get("size").Int() == 0 {
		return
	}
	each(window.Get("Array").Call("from", n.notes), func(list js.Value) { each(list.Call("getEntries"), n.note) })
	n.notes.Call("clear")
}

func (n *network) note(entry js.Value) {
	at := func(name string) float64 { return entry.Get(name).Float() }
	requested := at("requestStart")
	if requested == 0 {
		return // another origin's, which does not allow it
	}
	n.stream.AddNetwork(n.clock.time(at("startTime")), stream.Network{
		Requested: n.clock.time(requested),
		Responded: n.clock.time(at("responseStart")),
		Ended:     n.clock.time(at("responseEnd")),
	})
}

package browser

import (
	"syscall/js"

	"framepost/wasmclient/stream"
)

// network passes the request times that the browser's network stack records to the stream. A
// page of another origin than the API's gets them because the server allows it, by
// Timing-Allow-Origin.
type network struct {
	stream *stream.Stream
	clock  clock
	lists  js.Value // a Set of lists of entries
}

// watchNetwork starts the recording. Without PerformanceObserver there are no times. There is
// an entry for every frame, but none is needed at once, so the browser collects them without
// entering Go: in a Set, whose method add ignores all but the first of the callback's
// arguments.
func watchNetwork(s *stream.Stream, c clock) *network {
	n := &network{stream: s, clock: c, lists: window.Get("Set").New()}
	if has("PerformanceObserver") {
		observer := window.Get("PerformanceObserver").New(bound(n.lists, "add"))
		observer.Call("observe", object("type", "resource"))
	}
	return n
}

// flush passes on the entries since the last call.
func (n *network) flush() {
	if n.lists.Get("size").Int() == 0 {
		return
	}
	each(window.Get("Array").Call("from", n.lists), func(list js.Value) { each(list.Call("getEntries"), n.record) })
	n.lists.Call("clear")
}

func (n *network) record(entry js.Value) {
	at := func(name string) float64 { return entry.Get(name).Float() }
	requested := at("requestStart")
	if requested == 0 {
		return // the API has another origin and does not allow it
	}
	n.stream.AddNetwork(n.clock.time(at("startTime")), stream.Network{
		Requested: n.clock.time(requested),
		Responded: n.clock.time(at("responseStart")),
		Ended:     n.clock.time(at("responseEnd")),
	})
}

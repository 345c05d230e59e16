package browser

import (
	"syscall/js"

	"framepost/wasmclient/stream"
)

// automatic is the value of the control that leaves it to the stream where frames are processed.
const automatic = "automatic"

// watchProcess connects the control for where frames are processed, and calls changed after each
// change.
func watchProcess(s *stream.Stream, changed func()) {
	apply := func() {
		wish := stream.Place(chosen("process"))
		if wish == automatic {
			wish = stream.Automatic
		}
		s.Process(wish)
	}
	for _, place := range [...]stream.Place{stream.OnServer, stream.InPage} {
		if recall("process") == string(place) {
			choose("process", string(place))
			apply()
		}
	}
	on(byID("process"), "change", func(js.Value) {
		remember("process", chosen("process"))
		apply()
		changed()
	})
}

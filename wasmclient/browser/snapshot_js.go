package browser

import (
	"syscall/js"

	"framepost/wasmclient/stream"
)

// snapshot saves the picture on the screen, as large as the server sends it: as a PNG with the
// same pixels, or as a JPEG, which is smaller.
type snapshot struct{ output, button, format, saved js.Value }

func newSnapshot() *snapshot {
	s := &snapshot{output: byID("output"), button: byID("snapshot"), format: byID("format"), saved: byID("kept")}
	onClick("snapshot", s.take)
	return s
}

func (s *snapshot) take() {
	if s.button.Get("disabled").Bool() {
		return
	}
	format := value(s.format) // png or jpeg
	s.output.Call("toBlob", once(func(blob js.Value) {
		if blob.Truthy() {
			write(s.saved, "Saved "+save(blob, format))
		}
	}), "image/"+format, 0.95) // the quality of a JPEG
}

// refresh disables the button while there is no picture.
func (s *snapshot) refresh(stats stream.Stats) { s.button.Set("disabled", !stats.Begun) }

package browser

import (
	"syscall/js"

	"framepost/wasmclient/stream"
)

// snapshot saves the picture on the screen, as large as the server sends it: as a PNG with the
// same pixels, or as a JPEG, which is smaller. On phones it can also pass it on, which does not
// always offer to save it.
type snapshot struct{ output, button, share, format, saved js.Value }

func newSnapshot() *snapshot {
	s := &snapshot{output: byID("output"), button: byID("snapshot"), share: byID("share-picture"), format: byID("format"), saved: byID("kept")}
	onClick("snapshot", s.take)
	onClick("share-picture", func() { s.picture(func(blob js.Value, format string) { handOver(blob, format, s.say) }) })
	none := window.Get("Blob").New([]any{}, object("type", "image/png"))
	s.share.Set("hidden", !canShare(shareFile(none, "png")))
	return s
}

func (s *snapshot) take() {
	if s.button.Get("disabled").Bool() {
		return
	}
	s.picture(func(blob js.Value, format string) { s.say("Saved " + save(blob, format)) })
}

// picture calls done with the picture in the chosen format, png or jpeg.
func (s *snapshot) picture(done func(blob js.Value, format string)) {
	format := value(s.format)
	s.output.Call("toBlob", once(func(blob js.Value) {
		if blob.Truthy() {
			done(blob, format)
		}
	}), "image/"+format, 0.95) // the quality of a JPEG
}

func (s *snapshot) say(words string) { write(s.saved, words) }

// refresh disables the buttons while there is no picture.
func (s *snapshot) refresh(stats stream.Stats) {
	s.button.Set("disabled", !stats.Begun)
	s.share.Set("disabled", !stats.Begun)
}

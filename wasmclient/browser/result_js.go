package browser

import (
	"syscall/js"
	"time"

	"github.com/bep/debounce"

	"framepost/api/wire"
	"framepost/wasmclient/album"
	"framepost/wasmclient/look"
	"framepost/wasmclient/stream"
)

// settling is how long after the last change the result is made: the whole file is posted for it.
const settling = 600 * time.Millisecond

// result is the full result of the photo that is shown: of the file itself, where the stream
// sends what fits the screen. The page shows its size before it is saved.
type result struct {
	edit    *look.Editor
	photos  *photos
	uploads *uploads
	later   func(func())

	settings stream.Settings // with which frames are sent

	file   js.Value   // the File that the result is of; undefined if there is none
	query  wire.Query // what is, or was, asked for it
	answer js.Value   // a Blob; undefined until there is one
	cancel func()     // the post; nil if there is none
	save   bool       // the viewer waits for it

	whole, format, button, said js.Value
}

func newResult(edit *look.Editor, photos *photos, uploads *uploads) *result {
	r := &result{edit: edit, photos: photos, uploads: uploads, later: debounce.New(settling),
		whole: byID("full-size"), format: byID("result-format"), button: byID("download"), said: byID("result")}
	recallInput("result-format")
	for _, input := range []js.Value{r.whole, r.format} {
		on(input, "change", func(js.Value) { r.update() })
	}
	onClick("download", r.download)
	return r
}

// asks returns what to ask of the server for a photo.
func (r *result) asks() wire.Query {
	q := wire.Query{Chain: r.settings.Chain, Quality: r.settings.Quality}
	if r.whole.Get("checked").Bool() {
		q.Chain = r.edit.FullSize(q.Chain)
	}
	if format := value(r.format); format != "jpeg" { // which is the default
		q.Format, q.Quality = format, 0 // others are lossless
	}
	return q
}

// name returns the name under which the result of a file is saved.
func (r *result) name(file js.Value) string {
	return album.Name(text(file.Get("name")), r.edit.Named(r.settings.Chain), value(r.format))
}

// refresh makes the result anew if the chain has changed.
func (r *result) refresh(stats stream.Stats) {
	if stats.Settings != r.settings {
		r.settings = stats.Settings
		byID("full-size-choice").Set("hidden", r.edit.FullSize(r.settings.Chain) == r.settings.Chain)
	}
	r.update()
}

// update makes the result anew if it would be another.
func (r *result) update() {
	file := js.Undefined()
	if r.photos.shown != nil {
		file = r.photos.shown.file
	}
	query := r.asks()
	if file.Equal(r.file) && query == r.query {
		return
	}
	r.drop()
	r.file, r.query = file, query
	if file.IsUndefined() {
		r.show("")
		return
	}
	r.show("Making the full result")
	r.later(func() {
		if r.cancel == nil && r.answer.IsUndefined() {
			r.make()
		}
	})
}

// drop forgets the result, which is no longer that of the page.
func (r *result) drop() {
	if r.cancel != nil {
		r.cancel()
		r.cancel = nil
	}
	r.answer, r.save = js.Undefined(), false
}

func (r *result) show(words string) {
	write(r.said, words)
	r.button.Set("disabled", r.file.IsUndefined())
}

func (r *result) make() {
	if r.file.IsUndefined() {
		return
	}
	file := r.file
	r.cancel = r.uploads.post(file, r.query, func(answer js.Value, size string) {
		r.cancel, r.answer = nil, answer
		bytes := func(blob js.Value) int64 { return int64(blob.Get("size").Float()) }
		r.show(size + ", " + album.Saving(bytes(file), bytes(answer)))
		if r.save {
			r.download()
		}
	}, func(why stream.Failure) {
		r.cancel = nil
		if !asksToWait(why) {
			r.show(uploadText(why))
			r.save = false
			return
		}
		r.show("The server has much to do; trying again soon")
		r.cancel = after(max(why.RetryAfter, time.Second), r.make)
	})
}

// download saves the result, as soon as there is one.
func (r *result) download() {
	switch {
	case r.answer.Truthy():
		r.save = false
		name := r.name(r.file)
		saveAs(r.answer, name)
		announce("Saved " + name)
	case !r.file.IsUndefined():
		if r.save = true; r.cancel == nil {
			r.make()
		}
	}
}

// after calls f after a time, unless that is cancelled before.
func after(d time.Duration, f func()) (cancel func()) {
	timer := time.AfterFunc(d, f)
	return func() { timer.Stop() }
}

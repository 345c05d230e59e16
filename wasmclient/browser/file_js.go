package browser

import (
	"strings"
	"syscall/js"
)

// longestFile bounds the longer side of what a file gives, in px: as a source it should
// be no heavier than a good camera.
const longestFile = 1280

// film is a video or a picture from a file.
type film struct {
	video   js.Value // an element that is in no document, for a video
	address string   // of its bytes
	bitmap  js.Value // for a picture
}

// open calls ready with the size of what the file shows, or failed.
func (f *film) open(file js.Value, ready func(width, height int), failed func()) {
	f.close()
	if !strings.HasPrefix(file.Get("type").String(), "video/") {
		settled(window.Call("createImageBitmap", file), func(bitmap js.Value) {
			f.bitmap = bitmap
			ready(bitmap.Get("width").Int(), bitmap.Get("height").Int())
		}, func(js.Value) { failed() })
		return
	}
	f.address = window.Get("URL").Call("createObjectURL", file).String()
	f.video = element("video")
	for _, property := range []string{"muted", "loop", "playsInline"} {
		f.video.Set(property, true)
	}
	f.video.Set("src", f.address)
	video := f.video
	settled(video.Call("play"), func(js.Value) {
		ready(video.Get("videoWidth").Int(), video.Get("videoHeight").Int())
	}, func(js.Value) { failed() })
}

// picture is what drawImage takes.
func (f *film) picture() js.Value {
	if f.video.Truthy() {
		return f.video
	}
	return f.bitmap
}

func (f *film) close() {
	if f.video.Truthy() {
		f.video.Call("pause")
		f.video.Call("removeAttribute", "src")
		window.Get("URL").Call("revokeObjectURL", f.address)
	}
	if f.bitmap.Truthy() {
		f.bitmap.Call("close")
	}
	*f = film{}
}

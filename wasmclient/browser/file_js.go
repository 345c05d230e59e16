package browser

import (
	"strings"
	"syscall/js"
)

// longestFile bounds the longer side of a file's pictures, in px, so that a file as a source
// causes no more work than a good camera.
const longestFile = 1280

// film is a video or a picture from a file, or the pictures of a network camera.
type film struct {
	image   js.Value // for a network camera: an element outside of the document
	video   js.Value // for a video: an element outside of the document
	address string   // URL of its bytes
	bitmap  js.Value // for a picture
}

// open calls ready with the size of the video or picture, or failed.
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
	for _, property := range []string{"muted", "playsInline"} {
		f.video.Set(property, true)
	}
	f.video.Set("src", f.address)
	video := f.video
	settled(video.Call("play"), func(js.Value) {
		ready(video.Get("videoWidth").Int(), video.Get("videoHeight").Int())
	}, func(js.Value) { failed() })
}

// openNetwork is open for the camera at an address, whose pictures an <img> shows one after the
// other.
func (f *film) openNetwork(address string, ready func(width, height int), failed func()) {
	f.close()
	f.image = element("img", "src", address)
	image := f.image
	settled(image.Call("decode"), func(js.Value) {
		ready(image.Get("naturalWidth").Int(), image.Get("naturalHeight").Int())
	}, func(js.Value) { failed() })
}

// picture returns the argument for drawImage.
func (f *film) picture() js.Value {
	switch {
	case f.image.Truthy():
		return f.image
	case f.video.Truthy():
		return f.video
	}
	return f.bitmap
}

func (f *film) close() {
	if f.image.Truthy() {
		f.image.Call("removeAttribute", "src")
	}
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

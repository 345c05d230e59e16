package browser

import (
	"strings"
	"syscall/js"

	"framepost/wasmclient/stream"
)

// thumb makes thumbnails of the luma for stream.Thumbnail. It reads the frame's own bytes, in
// which luma comes first, by copyTo. That takes a tenth of a millisecond for 640×480;
// drawImage, which converts the whole picture, takes four. Without VideoFrame there are no
// thumbnails, and scenes are never still.
type thumb struct {
	stream *stream.Stream
	video  js.Value
	failed int // failures in a row
	busy   bool

	width, height, step int      // of the frame being copied, in px; step is the bytes of a pixel
	bytes               js.Value // all planes
	luma                []byte   // the first plane, or all interleaved samples
	cells               [thumbWidth * thumbHeight]byte

	onCopied, onFail js.Func
}

// After mostFailures in a row the browser's copyTo is considered broken. Single failures occur
// with sources that end or change their size.
const mostFailures = 10

func newThumb(s *stream.Stream, video js.Value) *thumb {
	t := &thumb{stream: s, video: video}
	if !has("VideoFrame") {
		t.failed = mostFailures
	}
	t.onCopied = callback(t.copied)
	t.onFail = callback(func(js.Value) { t.failed, t.busy = t.failed+1, false })
	return t
}

// take makes a thumbnail of a frame, or of the video's current picture if frame is undefined.
// The caller may close the frame before its bytes are copied.
func (t *thumb) take(frame js.Value) {
	if t.busy || t.failed >= mostFailures {
		return
	}
	own := js.Undefined()
	ok := attempt(func() {
		if frame.IsUndefined() {
			own = window.Get("VideoFrame").New(t.video)
			frame = own
		}
		t.copy(frame)
	})
	if !ok {
		t.failed++
	}
	if !own.IsUndefined() {
		own.Call("close")
	}
}

func (t *thumb) copy(frame js.Value) {
	visible := frame.Get("visibleRect")
	t.width, t.height, t.step = visible.Get("width").Int(), visible.Get("height").Int(), 1
	if format := frame.Get("format").String(); strings.HasPrefix(format, "RGB") || strings.HasPrefix(format, "BGR") {
		t.step = 4
	}
	if size := frame.Call("allocationSize").Int(); t.bytes.IsUndefined() || t.bytes.Get("byteLength").Int() != size {
		t.bytes = window.Get("Uint8Array").New(size)
		t.luma = make([]byte, t.width*t.height*t.step)
	}
	frame.Call("copyTo", t.bytes).Call("then", t.onCopied, t.onFail)
	t.busy = true
}

func (t *thumb) copied(js.Value) {
	t.busy, t.failed = false, 0
	if js.CopyBytesToGo(t.luma, t.bytes) == len(t.luma) {
		shrink(t.cells[:], t.luma, t.width, t.height, t.step)
		t.stream.Thumbnail(t.cells[:])
	}
}

package browser

import (
	"strings"
	"syscall/js"

	"framepost/wasmclient/stream"
)

// thumb makes thumbnails of the luma for stream.Look, of every other frame: from the
// frame's own bytes, in which luma comes first, by copyTo. That takes a tenth of a
// millisecond for 640×480 where drawImage, which converts the whole picture, takes four.
type thumb struct {
	stream *stream.Stream
	broken bool // this browser has no VideoFrame, or no copyTo that works
	busy   bool
	odd    bool

	width, height, step int      // of the frame being copied; step is the bytes of a pixel
	bytes               js.Value // all planes
	luma                []byte   // the first plane, or all of them interleaved
	cells               [thumbWidth * thumbHeight]byte

	onCopied, onFail js.Func
}

func newThumb(s *stream.Stream) *thumb {
	t := &thumb{stream: s}
	t.onCopied = callback(t.copied)
	t.onFail = callback(func(js.Value) { t.broken, t.busy = true, false })
	return t
}

// take looks at the frame, which stays the caller's. It is copied meanwhile or after:
// the browser keeps its bytes.
func (t *thumb) take(frame js.Value) {
	t.odd = !t.odd
	if t.odd || t.busy || t.broken || frame.IsUndefined() {
		return
	}
	t.broken = !attempt(func() { t.copy(frame) })
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
	t.busy = true
	frame.Call("copyTo", t.bytes).Call("then", t.onCopied, t.onFail)
}

func (t *thumb) copied(js.Value) {
	t.busy = false
	if js.CopyBytesToGo(t.luma, t.bytes) == len(t.luma) {
		shrink(t.cells[:], t.luma, t.width, t.height, t.step)
		t.stream.Look(t.cells[:])
	}
}

package browser

import (
	"syscall/js"

	"framepost/wasmclient/stream"
)

// masker runs a chain on one frame at a time, in the workers of local, before the frame is sent.
type masker struct {
	local *local
	still *still

	chain string
	done  func(masked js.Value)    // called with the result, an ImageBitmap, or
	fail  func(why stream.Failure) // then nothing may be sent

	answered func(result js.Value) // the method take, bound once
	waits    bool                  // for a worker's answer
}

func newMasker(l *local) *masker {
	m := &masker{local: l}
	m.still = newStill(l.video, m.process, m.unable)
	m.answered = m.take
	l.gone = m.lost
	return m
}

// mask takes over a frame. It calls fail only after it has returned, and may not be called again
// before done or fail.
func (m *masker) mask(chain string, frame js.Value, done func(masked js.Value), fail func(why stream.Failure)) {
	m.chain, m.done, m.fail = chain, done, fail
	m.still.take(frame)
}

func (m *masker) process(picture js.Value, _, _ string) {
	m.waits = true
	m.local.work(picture, m.chain, true, m.answered, m.still.onFail)
}

// lost is called when the workers are gone: none answers any more.
func (m *masker) lost() {
	if m.waits {
		m.unable()
	}
}

func (m *masker) take(result js.Value) {
	m.waits = false
	pixels := result.Index(1)
	if !pixels.Truthy() {
		m.fail(reason(result))
		return
	}
	screen := m.local.screen
	image := screen.image(pixels, result.Index(2).Int(), result.Index(3).Int())
	settled(window.Call("createImageBitmap", image), func(bitmap js.Value) {
		screen.recycle(pixels)
		m.done(bitmap)
	}, func(js.Value) { m.unable() })
}

func (m *masker) unable() {
	m.waits = false
	m.fail(stream.Failure{Code: stream.UnavailableCode, Detail: "the frame cannot be masked"})
}

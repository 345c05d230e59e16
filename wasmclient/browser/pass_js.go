package browser

import (
	"syscall/js"
	"time"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// pass takes one frame through a worker of the page. Like a post it is reused for one frame after
// another.
type pass struct {
	local  *local
	id     int
	chain  string
	wary   bool
	answer stream.Answer

	still   *still
	picture *picture
	done    func(result js.Value) // the method answered, bound once
}

func newPass(l *local) *pass {
	p := &pass{local: l}
	p.still = newStill(l.video, p.process, p.skip)
	p.picture = newPicture(l.screen, p.decoded, p.lost)
	p.done = p.answered
	return p
}

func (p *pass) process(picture js.Value, _, _ string) {
	p.local.work(picture, p.chain, p.wary, p.done, p.still.onFail)
}

// answered is called with what local.js says: pixels, width, height, times, size, faces, boxes,
// figures and affine, or null and the reason.
func (p *pass) answered(result js.Value) {
	if result.Index(1).IsNull() {
		p.local.stream.Fail(p.id, reason(result))
		p.end()
		return
	}
	now := time.Now()
	p.answer = stream.Answer{Answered: now, Received: now, Timing: wire.ParseTiming(text(result.Index(4)))}
	p.local.learn(result.Index(8), result.Index(9))
	p.picture.take(result)
}

func (p *pass) decoded() {
	p.local.stream.Answer(p.id, p.answer)
	p.end()
}

func (p *pass) skip() {
	p.local.stream.Skip(p.id)
	p.end()
}

func (p *pass) lost() {
	p.local.stream.Fail(p.id, stream.Failure{Code: wire.Internal, Detail: "the browser cannot show the picture"})
	p.end()
}

func (p *pass) end() {
	p.picture.release()
	p.local.passes.end(p)
}

func (p *pass) carries() int { return p.id }

package browser

import (
	"time"

	"framepost/wasmclient/stream"
)

// lane is a way to get answers to frames: server posts them, local processes them in the page. F
// is the browser's handle of a frame.
//
// A lane reports to the stream what happens to a frame: by Sent, then Answer or Fail, or by
// Skip. It ignores show and abort for frames that are not its own, since several lanes work at
// the same time.
type lane[F any] interface {
	send(request stream.Request, frame F) // takes over the frame
	show(id int)                          // paints the frame's answer
	abort(id int)                         // cancels the frame; later reports about it are ignored
}

// port connects the stream with the source's frames and with the lanes that answer them.
// It implements stream.Browser.
type port[F any] struct {
	stream        *stream.Stream
	server, local lane[F]
	release       func(frame F) // called with each frame that is not sent

	frame F // the frame being offered
	sent  bool
}

// offer offers a frame of the source to the stream, which sends or drops it before offer
// returns.
func (p *port[F]) offer(frame F, captured time.Time) {
	p.frame, p.sent = frame, false
	p.stream.Offer(captured)
	if !p.sent {
		p.release(frame)
	}
	p.frame = *new(F) // so that the garbage collector can free it
}

func (p *port[F]) Send(request stream.Request) {
	p.sent = true
	if request.Place == stream.InPage {
		p.local.send(request, p.frame)
	} else {
		p.server.send(request, p.frame)
	}
}

func (p *port[F]) Show(id int) {
	p.server.show(id)
	p.local.show(id)
}

func (p *port[F]) Abort(id int) {
	p.server.abort(id)
	p.local.abort(id)
}

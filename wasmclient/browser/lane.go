package browser

import (
	"time"

	"framepost/wasmclient/stream"
)

// lane is a way in which frames are answered: server posts them; the page might process
// them itself. F is the browser's handle of a frame.
//
// A lane reports to the stream what becomes of a frame: by Sent, then Answer or Fail, or
// by Skip. It ignores show and abort for a frame that it does not have, so that several
// can stand side by side.
type lane[F any] interface {
	send(request stream.Request, frame F) // the frame is the lane's from now on
	show(id int)                          // paints the frame's answer
	abort(id int)                         // what is reported of the frame later is ignored
}

// port connects the stream with the source's frames and with the lane that answers them.
// It implements stream.Browser.
type port[F any] struct {
	stream  *stream.Stream
	lane    lane[F]
	release func(frame F) // of a frame that is not sent

	frame F // being offered
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
	p.frame = *new(F) // or it would not be collected
}

func (p *port[F]) Send(request stream.Request) {
	p.sent = true
	p.lane.send(request, p.frame)
}

func (p *port[F]) Show(id int)  { p.lane.show(id) }
func (p *port[F]) Abort(id int) { p.lane.abort(id) }

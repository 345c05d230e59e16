package stream

import (
	"context"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/server/admission"
	"framepost/api/wire"
)

// A world has viewers, each with its own link, and one server, in the time of a synctest
// bubble.
type world struct {
	t      *testing.T
	server *server
}

// inWorld runs f in a bubble.
func inWorld(t *testing.T, s server, f func(*world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s.gate = admission.New(s.workers, 16, 0)
		f(&world{t: t, server: &s})
	})
}

// server admits frames with the gate of the real server.
type server struct {
	workers int
	work    time.Duration
	gate    *admission.Gate
}

func (s *server) answer(ctx context.Context, viewer int, budget, extra time.Duration) (wire.Timing, error) {
	work := s.work + extra
	pass, err := s.gate.Enter(ctx, admission.Viewer{Name: string(rune('a' + viewer))}, admission.Work{Time: work}, budget)
	if err != nil {
		return wire.Timing{}, err
	}
	defer pass.Leave()
	time.Sleep(work)
	return wire.Timing{Queue: millis(pass.Waited), Ops: millis(work)}, ctx.Err()
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// link is one direction of a link: an unbounded queue, a rate and a delay. TCP hides the loss
// of a segment, but delays it and everything after it by a round trip.
type link struct {
	bits   atomic.Int64  // per second; 0 for no limit
	delay  time.Duration // one way
	loss   float64       // fraction of the segments
	random *rand.Rand

	turn  chan struct{} // held by the sender
	ready time.Time     // time before which nothing is delivered
}

func newLink(mbits float64, rtt time.Duration) *link {
	l := &link{delay: rtt / 2, turn: make(chan struct{}, 1), random: rand.New(rand.NewPCG(3, 4))}
	l.set(mbits)
	return l
}

func (l *link) set(mbits float64) { l.bits.Store(int64(mbits * 1e6)) }

const segment = 1448 // bytes

// carry carries headers, in a segment of their own as Chromium and the server send them, and a body. It returns when the last byte has arrived. began is the time when
// the headers arrived.
func (l *link) carry(ctx context.Context, body int) (began time.Time, err error) {
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return began, ctx.Err() // it was not sent yet
	}
	for bytes := headers; bytes > 0; {
		if bits := l.bits.Load(); bits > 0 {
			time.Sleep(time.Duration(8*bytes) * time.Second / time.Duration(bits))
		}
		arrives := time.Now().Add(l.delay)
		if l.random.Float64() < l.loss {
			arrives = arrives.Add(2*l.delay + 5*time.Millisecond)
		}
		if arrives.After(l.ready) {
			l.ready = arrives
		}
		if began.IsZero() {
			began = l.ready
		}
		bytes = min(segment, body)
		body -= bytes
	}
	last := l.ready
	<-l.turn
	time.Sleep(time.Until(last))
	return began, ctx.Err()
}

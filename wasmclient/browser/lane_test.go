package browser

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"framepost/wasmclient/stream"
)

// fakeFrame is a frame, identified by its number at the source.
type fakeFrame int

// fakeLane answers its frames when the test says so, oldest first.
type fakeLane struct {
	stream  *stream.Stream
	frames  []fakeFrame // every frame sent
	pending []int       // ids of those not answered
	shown   []int
	aborted []int
}

func (l *fakeLane) send(r stream.Request, frame fakeFrame) {
	l.frames = append(l.frames, frame)
	l.pending = append(l.pending, r.ID)
}

func (l *fakeLane) show(id int) {
	if slices.Contains(l.pending, id) {
		l.shown = append(l.shown, id)
	}
}

func (l *fakeLane) abort(id int) {
	if i := slices.Index(l.pending, id); i >= 0 {
		l.pending = slices.Delete(l.pending, i, i+1)
		l.aborted = append(l.aborted, id)
	}
}

func (l *fakeLane) encode() { l.stream.Sent(l.pending[len(l.pending)-1], 1000) }

func (l *fakeLane) answer(id int) {
	now := time.Now()
	l.stream.Answer(id, stream.Answer{Answered: now, Received: now, Down: 1000})
	l.pending = slices.DeleteFunc(l.pending, func(p int) bool { return p == id })
}

// open returns a started stream with a port to those lanes, and the list of frames that the port
// has released.
func open(t *testing.T, server, local *fakeLane) (*port[fakeFrame], *[]fakeFrame) {
	t.Helper()
	var released []fakeFrame
	p := &port[fakeFrame]{server: server, local: local, release: func(f fakeFrame) { released = append(released, f) }}
	s, err := stream.New(stream.Default(), p)
	if err != nil {
		t.Fatal(err)
	}
	p.stream = s
	server.stream, local.stream = s, s
	s.Start()
	return p, &released
}

func equal[T comparable](t *testing.T, what string, got []T, want ...T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// Every frame of the source is either sent to the lane or released.
func TestPort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &fakeLane{}
		p, released := open(t, l, &fakeLane{})
		p.offer(10, time.Now())
		p.offer(11, time.Now()) // the first one is being encoded
		equal(t, "sent", l.frames, 10)
		equal(t, "released", *released, 11)

		l.encode()
		time.Sleep(20 * time.Millisecond)
		l.answer(1)
		equal(t, "shown", l.shown, 1)

		p.offer(12, time.Now())
		p.stream.Stop()
		equal(t, "aborted", l.aborted, 2)
		p.offer(13, time.Now())
		equal(t, "sent", l.frames, 10, 12)
		equal(t, "released", *released, 11, 13)
	})
}

// The page takes over while the server still has a frame. That frame's answer is shown if it
// arrives in time; the frame is given up when it has become too old.
func TestTwoLanesSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, local := &fakeLane{}, &fakeLane{}
		p, released := open(t, server, local)
		p.stream.PageReady(2)
		next := func(frame fakeFrame) {
			p.offer(frame, time.Now())
			time.Sleep(time.Second / 30)
		}
		next(1)
		server.encode()
		server.answer(1)
		next(2) // measures a pass in the page
		local.answer(2)
		equal(t, "shown by the page", local.shown)
		next(3)
		server.encode()
		for frame := fakeFrame(4); len(local.frames) == 1; frame++ { // the server is silent
			next(frame)
			if last := server.frames[len(server.frames)-1]; last == frame {
				server.encode()
			}
		}
		equal(t, "shown by the server", server.shown, 1)
		first := local.pending[0]
		local.answer(first)
		equal(t, "shown by the page", local.shown, first)
		late := server.pending[0]
		server.answer(late)
		equal(t, "shown by the server", server.shown, 1)
		next(100)
		server.encode()
		equal(t, "sent to the server at last", server.frames[len(server.frames)-1:], 100)
		for _, frame := range *released {
			if slices.Contains(server.frames, frame) || slices.Contains(local.frames, frame) {
				t.Errorf("frame %d was sent and released", frame)
			}
		}
	})
}

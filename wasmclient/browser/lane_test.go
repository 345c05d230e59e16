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

// open returns a started stream with a port to that lane, and the list of frames that the port
// has released.
func open(t *testing.T, l lane[fakeFrame], parts ...*fakeLane) (*port[fakeFrame], *[]fakeFrame) {
	t.Helper()
	var released []fakeFrame
	p := &port[fakeFrame]{lane: l, release: func(f fakeFrame) { released = append(released, f) }}
	s, err := stream.New(stream.Default(), p)
	if err != nil {
		t.Fatal(err)
	}
	p.stream = s
	for _, part := range parts {
		part.stream = s
	}
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
		p, released := open(t, l, l)
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

// either is a lane that sends each frame by one of two lanes.
type either struct {
	lanes  [2]*fakeLane
	second bool
}

func (e *either) send(r stream.Request, frame fakeFrame) {
	l := e.lanes[0]
	if e.second {
		l = e.lanes[1]
	}
	l.send(r, frame)
}

func (e *either) show(id int) {
	for _, l := range e.lanes {
		l.show(id)
	}
}

func (e *either) abort(id int) {
	for _, l := range e.lanes {
		l.abort(id)
	}
}

// A second lane takes over while the first still has a frame. That frame's answer is shown if
// it arrives in time; the frame is aborted when it has become too old.
func TestTwoLanesSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first, second := &fakeLane{}, &fakeLane{}
		both := &either{lanes: [2]*fakeLane{first, second}}
		p, released := open(t, both, first, second)
		next := func(frame fakeFrame, l *fakeLane) {
			p.offer(frame, time.Now())
			l.encode()
			time.Sleep(time.Second / 30)
		}
		next(1, first)
		first.answer(1)
		next(2, first)
		both.second = true
		next(3, second)
		first.answer(2)
		second.answer(3)
		equal(t, "shown by the first", first.shown, 1, 2)
		equal(t, "shown by the second", second.shown, 3)

		both.second = false
		next(4, first)
		both.second = true
		next(5, second)
		second.answer(5)
		equal(t, "aborted by the first", first.aborted, 4)
		equal(t, "shown by the second", second.shown, 3, 5)
		equal(t, "aborted by the second", second.aborted)
		equal(t, "released", *released)
	})
}

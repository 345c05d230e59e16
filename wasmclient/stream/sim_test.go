package stream

import (
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// encoding is the time that the simulated browser takes to encode a frame, and interval the
// time between its camera's frames.
const (
	encoding = 3 * time.Millisecond
	pass     = 20 * time.Millisecond // of a frame in the page
	interval = time.Second / 30
)

// reply is the simulated network's reaction to a request.
type reply struct {
	after   time.Duration
	failure *Failure
	hangs   bool
}

// sim is a browser with a network behind it, in the time of a synctest bubble. A frame is
// identified by the ID of its request.
type sim struct {
	t        *testing.T
	stream   *Stream
	network  func(Request) reply
	page     func(Request) reply // of the page's worker
	unmasked *Failure            // why the page cannot run a mask
	posted   int

	mu       sync.Mutex
	timers   map[int]*time.Timer // of the requests in flight
	requests []Request
	at       []time.Time // time of each request
	shown    []int
	painted  []time.Time // when
	aborted  []int
	peak     int
	encoders int
}

// uploads returns how many frames are being encoded and how many have been posted, also between two
// frames of the camera, when nothing else orders that with what the timers do.
func (s *sim) uploads() (encoders, posted int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.encoders, s.posted
}

// simulate runs f in a bubble with a started stream and the default configuration.
func simulate(t *testing.T, network func(Request) reply, f func(*sim)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &sim{t: t, network: network, page: after(pass), timers: map[int]*time.Timer{}}
		stream, err := New(Default(), s)
		if err != nil {
			t.Fatal(err)
		}
		s.stream = stream
		stream.Start()
		f(s)
		stream.Stop()
	})
}

func after(d time.Duration) func(Request) reply {
	return func(Request) reply { return reply{after: d} }
}

func failing(d time.Duration, why Failure) func(Request) reply {
	return func(Request) reply { return reply{after: d, failure: &why} }
}

func (s *sim) Send(r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests, s.at = append(s.requests, r), append(s.at, time.Now())
	if r.Place == InPage {
		what := s.page(r)
		s.timers[r.ID] = time.AfterFunc(what.after, func() { s.answer(r, what) })
		return
	}
	s.encoders++
	if s.encoders > 1 {
		s.t.Error("two frames are being encoded at a time")
	}
	s.timers[r.ID] = time.AfterFunc(encoding, func() { s.post(r) })
	s.peak = max(s.peak, len(s.timers))
}

func (s *sim) post(r Request) {
	s.mu.Lock()
	s.encoders--
	if r.Mask != "" && s.unmasked != nil {
		delete(s.timers, r.ID)
		s.mu.Unlock()
		s.stream.Unmasked(r.ID, *s.unmasked)
		return
	}
	_, wanted := s.timers[r.ID]
	if wanted {
		s.posted++
	}
	what := s.network(r)
	if wanted && !what.hangs {
		s.timers[r.ID] = time.AfterFunc(what.after, func() { s.answer(r, what) })
	}
	s.mu.Unlock()
	s.stream.Sent(r.ID, 10_000)
}

func (s *sim) answer(r Request, what reply) {
	defer func() {
		s.mu.Lock()
		delete(s.timers, r.ID)
		s.mu.Unlock()
	}()
	if what.failure != nil {
		s.stream.Fail(r.ID, *what.failure)
		return
	}
	now := time.Now()
	s.stream.Answer(r.ID, Answer{Answered: now, Received: now, Down: 20_000})
}

func (s *sim) Show(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown, s.painted = append(s.shown, id), append(s.painted, time.Now())
}

// Abort does not stop the encoding of a frame, as in browsers.
func (s *sim) Abort(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.timers[id] == nil {
		s.t.Errorf("frame %d is aborted but not in flight", id)
		return
	}
	if s.stream.grabbing != id {
		s.timers[id].Stop()
	}
	delete(s.timers, id)
	s.aborted = append(s.aborted, id)
}

// run lets the camera deliver frames for that long.
func (s *sim) run(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		s.stream.Offer(time.Now())
		time.Sleep(interval)
		synctest.Wait() // until everything that is due now has happened
	}
}

// until lets the camera deliver frames until the condition holds, and returns how long that
// took.
func (s *sim) until(most time.Duration, condition func() bool) time.Duration {
	s.t.Helper()
	start := time.Now()
	for !condition() {
		if time.Since(start) > most {
			s.t.Fatalf("not within %v", most)
		}
		s.run(interval)
	}
	return time.Since(start)
}

func (s *sim) set(network func(Request) reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.network = network
}

// inOrder fails the test if an older frame was shown after a newer one.
func (s *sim) inOrder() {
	s.t.Helper()
	if !slices.IsSorted(s.shown) {
		s.t.Errorf("shown out of order: %v", s.shown)
	}
}

func (s *sim) state(want State) {
	s.t.Helper()
	if got := s.stream.Stats().State; got != want {
		s.t.Errorf("the state is %s, want %s", got, want)
	}
}

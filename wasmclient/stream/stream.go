// Package stream decides which camera frames are sent, which answers are shown,
// and what happens when the server is slow, busy or away. It is plain Go without
// syscall/js: the browser is a port, and the tests put a simulated network behind
// it.
//
// The rule that everything here serves: the picture is now. Frames never queue.
// A camera frame that finds no room is dropped at the source, since a newer one
// comes in a thirtieth of a second; an answer older than the picture on the screen
// is discarded; a failed frame is not sent again, the next one is.
//
// The package keeps no timers. It acts when the camera delivers a frame, so a
// stopped camera or a hidden tab is silent by construction.
package stream

import (
	"math/rand/v2"
	"sync"
	"time"

	"framepost/api/wire"
)

// Browser is the port to the browser. Its methods must not call back into the
// Stream before they return.
type Browser interface {
	// Send encodes the frame that was just offered and posts it. It reports
	// through Sent, then Answer or Fail, or through Skip if there was no picture.
	Send(Request)
	// Show paints the decoded answer of that frame.
	Show(id int)
	// Abort cancels that frame's request; what it reports later is ignored.
	Abort(id int)
}

// Request says how to encode a frame and what to ask of the server.
type Request struct {
	ID            int           // increasing, from 1
	Settings                    // Quality may be lower than the viewer's
	Scale         int           // of the answer, in % of each side, as wire.QueryScale has it
	UploadQuality int           // JPEG quality, 1 to 100
	UploadSize    int           // in % of each side of the camera's picture
	Budget        time.Duration // for wire.HeaderFrameBudget
}

// Answer is what the browser has measured of an answered frame.
type Answer struct {
	Answered time.Time // the response's headers had arrived
	Received time.Time // so had its body
	Down     int       // bytes of the body
	Timing   wire.Timing
}

// Stream is the client's side of one viewer's stream. It is safe for concurrent
// use, though a browser has but one thread.
type Stream struct {
	mu      sync.Mutex
	browser Browser
	config  Config
	random  func() float64 // in [0,1), for the jitter

	running, hidden bool
	stopped         bool // by Stop, as opposed to not started yet

	flights  []flight // in flight, oldest first
	grabbing int      // the frame being encoded, 0 for none
	lastID   int

	health
	settings
	pace pace
	stillness

	counts  Counts
	history history
	values  []float64 // see sorted
}

// New returns a Stream that waits for Start.
func New(config Config, browser Browser) (*Stream, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	s := &Stream{
		browser:  browser,
		config:   config,
		random:   rand.Float64,
		settings: settings{wanted: config.Settings, good: config.Settings, fallback: config.Settings},
	}
	s.pace.begin(config)
	return s, nil
}

// Start lets offered frames through, from the first one on.
func (s *Stream) Start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running {
		s.running, s.stopped = true, false
		s.health.reset()
		s.stillness.wake(time.Now())
	}
}

// Stop aborts what is in flight and lets nothing through until Start.
func (s *Stream) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running, s.stopped = false, true
	s.abortAll()
}

// Hide says whether the page is hidden. Nobody watches a hidden page, so it costs
// nothing: what is in flight is aborted and no request is made.
func (s *Stream) Hide(hidden bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hidden == hidden {
		return
	}
	s.hidden = hidden
	s.abortAll()
	s.health.reset()
	s.stillness.wake(time.Now())
}

// Offer is called for every frame of the camera with the time it was captured.
// The frame is sent at once or dropped.
func (s *Stream) Offer(captured time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running || s.hidden {
		return
	}
	now := time.Now()
	s.pace.offer(now, len(s.flights))
	if !s.room(now) {
		s.counts.Dropped++
		return
	}
	if captured.After(now) {
		captured = now // the browser rounds its clock, and may estimate
	}
	s.lastID++
	s.grabbing = s.lastID
	s.counts.Sent++
	load := s.at(s.pace.level)
	s.flights = append(s.flights, flight{
		Frame:    Frame{ID: s.lastID, Captured: captured, Taken: now, Window: s.pace.window, Quality: load.upload.quality, Size: load.answer.size},
		settings: s.wanted,
		period:   now.Sub(s.pace.taken),
	})
	s.pace.taken = now
	s.stillness.sent()
	s.browser.Send(Request{
		ID:            s.lastID,
		Settings:      Settings{Chain: s.wanted.Chain, Quality: load.answer.quality},
		Scale:         load.answer.size,
		UploadQuality: load.upload.quality,
		UploadSize:    load.upload.size,
		Budget:        s.pace.aim,
	})
}

// Sent reports that the frame is encoded, has that many bytes, and is being
// posted.
func (s *Stream) Sent(id, bytes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.grabbing == id {
		s.grabbing = 0
	}
	if f := s.find(id); f != nil {
		f.Sent, f.Up = time.Now(), bytes
		s.counts.BytesUp += int64(bytes)
	}
}

// Skip reports that there was nothing to send: the source had no picture.
func (s *Stream) Skip(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.grabbing == id {
		s.grabbing = 0
	}
	if _, ok := s.take(id); ok {
		s.counts.Sent--
		s.counts.Dropped++
	}
}

// Answer reports that a frame's answer is decoded. Unless a newer one is on the screen,
// the browser shows it, and the requests of older frames are aborted.
func (s *Stream) Answer(id int, a Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.take(id)
	if !ok {
		return // superseded, or aborted while it was being decoded
	}
	now := time.Now()
	s.health.answered(now)
	s.settings.accepted(f.settings)
	s.counts.BytesDown += int64(a.Down)
	overtook := 0
	for ; len(s.flights) > 0 && s.flights[0].ID < id; overtook++ {
		s.abort(0)
	}
	s.counts.Late += overtook
	s.browser.Show(id)
	s.counts.Shown++
	f.Answered, f.Received, f.Decoded, f.Down, f.Timing = a.Answered, a.Received, now, a.Down, a.Timing
	f.Shown = time.Now()
	s.history.add(f.Frame)
	s.pace.answered(f.Frame, f.period, overtook, s.at)
}

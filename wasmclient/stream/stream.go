// Package stream decides which camera frames are sent, which answers are shown, and what
// happens when the server is slow, busy or away. It is plain Go without syscall/js: the browser
// is a port, and the tests put a simulated network behind it.
//
// Everything here serves one rule: the picture on the screen is as recent as possible, so
// frames never queue. A camera frame that finds no room is dropped at the source, since a newer
// one comes in a thirtieth of a second. An answer older than the picture on the screen is
// discarded. A failed frame is not sent again; the next one is sent instead.
//
// The package has no timers. It acts when the camera delivers a frame, so with a stopped camera
// or a hidden tab it does nothing.
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
	// Send encodes the frame that was just offered and posts it. It reports the outcome through
	// Sent, then Answer or Fail, or through Skip if there was no picture. If the request has
	// Compare, it first makes a thumbnail of the frame, and lets Choose decide what is sent of it.
	Send(Request)
	// Show paints the decoded answer of that frame.
	Show(id int)
	// Abort cancels a frame's request. What the browser reports about it later is ignored.
	Abort(id int)
}

// Request describes how to encode a frame and what to ask of the server.
type Request struct {
	ID            int           // increasing, from 1
	Place         Place         // where to process it; the rest is about the server, but for the chain
	Mask          string        // operations to run in the page before anything is sent; "" for none
	Wary          bool          // in the page, hide what may be a face, too: the viewer's chain has a mask
	Settings                    // for that place; its Quality may be lower than the viewer's
	Scale         int           // of the answer, in % of each side, as wire.QueryScale has it
	UploadQuality int           // JPEG quality, 1 to 100
	UploadSize    int           // in % of each side of the camera's picture
	Bytes         int           // about the most that the answer may have, see wire.AboutBytes; 0 for no limit
	Budget        time.Duration // for wire.HeaderFrameBudget
	Compare       bool          // ask Choose which region is sent
}

// Answer holds the browser's measurements of an answered frame.
type Answer struct {
	Answered time.Time   // the response's headers arrived
	Received time.Time   // its body arrived
	Down     int         // bytes of the body
	Quality  int         // in wire.HeaderFrameQuality, or 0: the one that was asked for
	Region   wire.Region // of the whole answer, in px of that; all of it for a whole frame
	Reach    int         // of wire.HeaderFrameReach; -1 if there is none
	Timing   wire.Timing
}

// Stream is the client's side of one viewer's stream. It is safe for concurrent use, although a
// browser has only one thread.
type Stream struct {
	mu      sync.Mutex
	browser Browser
	config  Config
	random  func() float64 // in [0,1), for the jitter

	running, hidden bool
	stopped         bool // Stop was called, as opposed to not started yet

	flights  []flight // to the server, oldest first; those in the page are in page
	grabbing int      // id of the frame being encoded, 0 for none
	lastID   int

	health
	settings
	pace pace
	stillness
	tiles *tiles
	choice
	page     page
	masking  mask
	withheld Failure // see Withhold
	later    later
	started  time.Time // of Start, or of the page's last showing

	counts  Counts
	history history
	values  []float64 // memory for sorted
}

// New returns a Stream that sends nothing until Start is called.
func New(config Config, browser Browser) (*Stream, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	s := &Stream{
		browser:  browser,
		config:   config,
		random:   rand.Float64,
		settings: settings{wanted: config.Settings, good: config.Settings, fallback: config.Settings},
		tiles:    newTiles(TileColumns, TileRows),
	}
	s.place = OnServer
	s.pace.begin(config)
	return s, nil
}

// Start begins to send the frames that are offered. It is called again when they are another
// source's.
func (s *Stream) Start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tiles.forget()
	if !s.running {
		s.running, s.stopped = true, false
		s.begin(time.Now())
	}
}

// Stop aborts the requests in flight and sends nothing until Start is called.
func (s *Stream) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running, s.stopped = false, true
	s.abortAll()
}

// Hide sets whether the page is hidden. A hidden page must cost nothing: the requests in flight
// are aborted and none are made.
func (s *Stream) Hide(hidden bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hidden == hidden {
		return
	}
	s.hidden = hidden
	s.abortAll()
	s.begin(time.Now())
}

// begin forgets how the server was, which may have changed meanwhile.
func (s *Stream) begin(now time.Time) {
	s.health.reset()
	s.leaves(now)
	s.started, s.left, s.page.heard = now, time.Time{}, time.Time{}
	s.stillness.wake(now)
}

// Offer is called for every frame of the camera with the time of its capture. The frame is sent
// or dropped at once.
func (s *Stream) Offer(captured time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running || s.hidden {
		return
	}
	now := time.Now()
	s.pace.offer(now, len(s.flights))
	place, trial := s.destination(now)
	if place == "" || trial {
		s.counts.Dropped++
	}
	if place == "" {
		return
	}
	if captured.After(now) {
		captured = now // the browser rounds its clock, and may have estimated the time
	}
	s.lastID++
	if !trial {
		s.counts.Sent++
	}
	load, wished := s.at(s.pace.level), s.settings.at(s.pace.level).answer
	f := flight{
		Frame:    Frame{ID: s.lastID, Place: place, Captured: captured, Taken: now, Window: s.pace.window, Quality: load.upload.quality, Size: load.answer.size},
		settings: s.wanted,
		period:   now.Sub(s.pace.taken),
		trial:    trial,
		load:     load,
		request: Request{
			ID:            s.lastID,
			Place:         place,
			Mask:          s.mask(place),
			Wary:          s.masked(),
			Settings:      Settings{Chain: s.chainFor(place), Quality: wished.quality},
			Scale:         load.answer.size,
			UploadQuality: load.upload.quality,
			UploadSize:    load.upload.size,
			Bytes:         s.limit(wished),
			Budget:        s.pace.aim,
			Compare:       place == OnServer && !s.masked() && s.tiles.wants(s.wanted),
		},
	}
	if place == InPage {
		s.page.begun(now, &f)
	} else {
		s.grabbing, s.pace.taken = s.lastID, now
		s.pace.busy(now, s.pace.spacing(load))
		f.Share = 1 // unless Choose says otherwise
	}
	flights := s.to(place)
	*flights = append(*flights, f)
	if !trial {
		s.stillness.sent()
	}
	s.browser.Send(f.request)
}

// Sent reports that a frame is encoded, with that number of bytes, and is being posted.
func (s *Stream) Sent(id, bytes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.grabbed(id)
	if f := s.find(id); f != nil {
		f.Sent, f.Up = time.Now(), bytes
		if f.Place == OnServer {
			s.pace.sent(f, bytes)
		}
		s.counts.BytesUp += int64(bytes)
	}
}

// Skip reports that there was nothing to send: the source had no picture.
func (s *Stream) Skip(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unsent(id)
}

// Answer reports that a frame's answer is decoded. Unless a newer answer is on the screen, it
// calls Show, and aborts the older frames of the same place.
func (s *Stream) Answer(id int, a Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.take(id)
	if !ok {
		return // replaced by a newer one, or aborted while it was being decoded
	}
	now := time.Now()
	f.Answered, f.Received, f.Decoded, f.Down, f.Timing = a.Answered, a.Received, now, a.Down, a.Timing
	if f.Place == InPage {
		s.page.answered(now, f)
	} else {
		s.health.answered(now, f.Taken, s.config.Silence)
	}
	if f.trial {
		return
	}
	s.settings.accepted(f.settings)
	s.counts.BytesDown += int64(a.Down)
	overtook := 0
	for flights := s.to(f.Place); len(*flights) > 0 && (*flights)[0].ID < id; overtook++ {
		s.abortAt(flights, 0)
	}
	s.counts.Late += overtook
	if id > s.history.last().ID && s.tiles.fits(f.part, a.Region) {
		s.browser.Show(id)
		s.counts.Shown++
		f.Shown = time.Now()
		s.history.add(f.Frame)
		s.painted(f, a)
	} else { // the other place was quicker with a newer one, or the screen shows another picture
		s.counts.Late++
		f.Shown = now
	}
	if f.Place == OnServer {
		s.pace.learn(f, a)
		s.way.add(now, measure(f.Frame).way())
		s.pace.answered(f.Frame, f.period, overtook, s.at)
	}
}

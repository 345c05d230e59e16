package stream

import (
	"slices"
	"time"

	"framepost/api/wire"
)

// State is the state of a Stream.
type State string

// The states of a Stream.
const (
	Idle         State = "idle"         // not started yet
	Starting     State = "starting"     // waiting for the first answer
	Live         State = "live"         // answers arrive
	Reconnecting State = "reconnecting" // the server is away and is tried again and again
	Paused       State = "paused"       // the page is hidden
	Stopped      State = "stopped"
)

// Counts are totals since the Stream was made. Sent is the sum of Shown, Late, Failed, the
// requests in flight, and those aborted by Stop, Hide, Process or a mask.
type Counts struct {
	Sent      int
	Shown     int
	Dropped   int // never sent, since there was no room
	Late      int // aborted, since a newer frame's answer was shown first
	Failed    int
	BytesUp   int64
	BytesDown int64
}

// Frame is the record of one shown frame. Its times are in the order of the fields. For one that
// was processed in the page, the answer is that of a worker: nothing is sent or received.
type Frame struct {
	ID       int
	Place    Place
	Captured time.Time // by the camera
	Taken    time.Time // passed to Offer
	Sent     time.Time // encoded, and handed to the network; or handed to the page's worker
	Answered time.Time // headers of the response arrived
	Received time.Time // body of the response arrived
	Decoded  time.Time
	Shown    time.Time // painted
	Up, Down int       // bytes
	Timing   wire.Timing
	Network  Network

	Window  int     // when the frame was sent
	Quality int     // of the upload
	Size    int     // of the answer, in %
	Share   float64 // of its px that were sent, 0 to 1; 0 for a frame that was processed in the page
}

// RoundTrip returns the time from handing the frame to the network to the arrival of its
// answer.
func (f Frame) RoundTrip() time.Duration { return f.Received.Sub(f.Sent) }

// CameraToScreen returns the age of the picture when it was painted.
func (f Frame) CameraToScreen() time.Duration { return f.Shown.Sub(f.Captured) }

// Quantiles of a figure over the recent frames.
type Quantiles struct{ P50, P95 time.Duration }

// Condition is the part of Stats whose changes a viewer should see at once. Conditions can be
// compared with ==.
type Condition struct {
	State   State
	Begun   bool     // a picture has been shown
	Still   bool     // nothing moves, so one frame a second is sent
	Slow    bool     // the server answers, but only seconds later
	Refusal *Refusal // of the viewer's last Settings; nil if they were not refused
	Trouble Failure  // the last failure, until the next answer
	Where   Place    // where frames are processed
	Why     Reason   // if that is the page
	Masked  bool     // frames leave only after a part of the chain has run in the page
	Page    Failure  // why the page cannot process them, if it should
}

// Stats describes the Stream at one moment. FPS, RTT, CameraToScreen and Server are those of
// the recent frames, and zero if there are none. RTT, Server and Served are of those that the server
// has processed, Here of those that the page has.
type Stats struct {
	Counts
	Condition
	FPS            float64 // frames shown a second
	Served         float64 // frames answered by the server a second, of FPS
	RTT            Quantiles
	CameraToScreen Quantiles
	Server         wire.Timing // medians
	Here           wire.Timing // medians
	InFlight       int
	Window         int
	Quality        int           // of the uploads at present
	Size           int           // of the answers, in %
	Share          float64       // of the frames' px that are sent, the mean; 0 if none are
	Gap            time.Duration // least time between two frames; 0 for every frame of the camera
	Aim            time.Duration // the latency that the pace aims at on this link
	LastID         int           // the newest frame shown, 0 for none
	Standby        bool          // the page could process frames with the present chain
	Settings       Settings
	Before         string // what of their chain has to run in the page before a frame is sent; "" for nothing
}

// Condition returns only the Condition, which is quicker than Stats.
func (s *Stream) Condition() Condition {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.condition(time.Now())
}

func (s *Stream) condition(now time.Time) Condition {
	state := s.state(now)
	c := Condition{
		State:   state,
		Begun:   s.counts.Shown > 0,
		Still:   state == Live && s.stillness.still(now),
		Refusal: s.refusal,
		Trouble: s.trouble,
		Where:   s.place,
		Why:     s.why,
		Masked:  s.masked(),
	}
	if s.place == InPage || c.Masked {
		c.Page = s.page.trouble
	}
	if s.place == OnServer && s.withholds() {
		c.Masked, c.Page = true, s.withheld
	}
	if s.place == OnServer {
		c.Slow = (state == Live || state == Reconnecting) && s.health.slow(now)
	}
	return c
}

// Stats returns the present Stats.
func (s *Stream) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	frames := s.history.since(now.Add(-s.config.Recent))
	served, here := split(frames)
	durations := func(frames []Frame, of func(Frame) time.Duration) Quantiles {
		ns := s.sorted(frames, func(f Frame) float64 { return float64(of(f)) })
		return Quantiles{P50: time.Duration(quantile(ns, 0.50)), P95: time.Duration(quantile(ns, 0.95))}
	}
	medians := func(frames []Frame) wire.Timing {
		median := func(ms func(wire.Timing) float64) float64 {
			return quantile(s.sorted(frames, func(f Frame) float64 { return ms(f.Timing) }), 0.50)
		}
		return wire.Timing{
			Queue:  median(func(t wire.Timing) float64 { return t.Queue }),
			Decode: median(func(t wire.Timing) float64 { return t.Decode }),
			Ops:    median(func(t wire.Timing) float64 { return t.Ops }),
			Encode: median(func(t wire.Timing) float64 { return t.Encode }),
		}
	}
	fps, present := s.rate(frames, now), s.at(s.pace.level)
	return Stats{
		Counts:         s.counts,
		Condition:      s.condition(now),
		FPS:            fps,
		Served:         fps * float64(len(served)) / float64(max(len(frames), 1)),
		RTT:            durations(served, Frame.RoundTrip),
		CameraToScreen: durations(frames, Frame.CameraToScreen),
		Server:         medians(served),
		Here:           medians(here),
		InFlight:       len(s.flights),
		Window:         s.pace.window,
		Quality:        present.upload.quality,
		Size:           present.answer.size,
		Share:          meanShare(served),
		Gap:            s.pace.gap,
		Aim:            s.pace.aim,
		LastID:         s.history.last().ID,
		Standby:        s.page.able(now, s.wanted.Chain),
		Settings:       s.wanted,
		Before:         s.divide().Before,
	}
}

// Frames returns the records of the last shown frames, oldest first, at most
// historySize.
func (s *Stream) Frames() []Frame {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.history.since(time.Time{}))
}

func (s *Stream) state(now time.Time) State {
	switch {
	case s.stopped:
		return Stopped
	case !s.running:
		return Idle
	case s.hidden:
		return Paused
	case s.unable(now), s.place == OnServer && s.withholds():
		return Starting
	case s.place == InPage && !s.page.heard.IsZero():
		return Live
	case s.failures > 0:
		return Reconnecting
	case s.heard.IsZero():
		return Starting
	}
	return Live
}

// rate returns the frames a second over the recent period or, soon after the start, over the
// time since the first answer.
func (s *Stream) rate(frames []Frame, now time.Time) float64 {
	if len(frames) < 2 {
		return 0
	}
	span := min(s.config.Recent, max(now.Sub(s.since), time.Second/2))
	return float64(len(frames)) / span.Seconds()
}

// split returns the frames that the server and the page have processed. It allocates only if there
// are both.
func split(frames []Frame) (served, here []Frame) {
	inPage := func(f Frame) bool { return f.Place == InPage }
	if i := slices.IndexFunc(frames, inPage); i < 0 {
		return frames, nil
	}
	for _, f := range frames {
		if inPage(f) {
			here = append(here, f)
		} else {
			served = append(served, f)
		}
	}
	return served, here
}

func meanShare(frames []Frame) (share float64) {
	for _, f := range frames {
		share += f.Share
	}
	return share / float64(max(len(frames), 1))
}

// sorted returns one figure of the frames in ascending order. The result is valid until the
// next call; its memory is reused because the page calls Stats several times a second for as
// long as it is open.
func (s *Stream) sorted(frames []Frame, of func(Frame) float64) []float64 {
	s.values = s.values[:0]
	for _, f := range frames {
		s.values = append(s.values, of(f))
	}
	slices.Sort(s.values)
	return s.values
}

// quantile returns the value below which the fraction q of the values lies, or 0 if there are
// no values.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(q*float64(len(sorted)))]
}

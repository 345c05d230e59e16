package stream

import (
	"slices"
	"time"

	"framepost/api/wire"
)

// State is how the stream is doing, in one word.
type State string

// The states of a Stream.
const (
	Idle         State = "idle"         // not started yet
	Starting     State = "starting"     // waiting for the first answer
	Live         State = "live"         // answers arrive
	Reconnecting State = "reconnecting" // the server is away; it is tried again and again
	Paused       State = "paused"       // the page is hidden
	Stopped      State = "stopped"
)

// Counts are totals since the Stream was made. Sent = Shown + Late + Failed + in
// flight + aborted by Stop or Hide.
type Counts struct {
	Sent      int
	Shown     int
	Dropped   int // at the source: no room, so never sent
	Late      int // overtaken by a newer frame's answer, and aborted
	Failed    int
	BytesUp   int64
	BytesDown int64
}

// Frame is the record of one shown frame. Its times are in the order of the fields.
type Frame struct {
	ID       int
	Captured time.Time // by the camera
	Taken    time.Time // by Offer
	Sent     time.Time // encoded, and handed to the network
	Answered time.Time // headers of the response
	Received time.Time // body of the response
	Decoded  time.Time
	Shown    time.Time // painted
	Up, Down int       // bytes
	Timing   wire.Timing
	Network  Network

	Window  int // when it was sent
	Quality int // of the upload
	Size    int // of the answer, in %
}

// RoundTrip is the time from handing the frame to the network to having its answer.
func (f Frame) RoundTrip() time.Duration { return f.Received.Sub(f.Sent) }

// CameraToScreen is the age of the picture when it was shown.
func (f Frame) CameraToScreen() time.Duration { return f.Shown.Sub(f.Captured) }

// Quantiles of a figure over the recent frames.
type Quantiles struct{ P50, P95 time.Duration }

// Condition is what a viewer should know of at once. Conditions can be compared.
type Condition struct {
	State   State
	Begun   bool     // there has been a picture
	Still   bool     // nothing moves: one frame a second is sent
	Refusal *Refusal // of the last Settings wanted; nil when they were not refused
	Trouble Failure  // the last failure, while no answer has come since
}

// Stats describes the Stream at one moment. FPS, RTT, CameraToScreen and
// Server are of the recent frames, zero when there are none.
type Stats struct {
	Counts
	Condition
	FPS            float64 // frames shown a second
	RTT            Quantiles
	CameraToScreen Quantiles
	Server         wire.Timing // medians
	InFlight       int
	Window         int
	Quality        int           // of the uploads at present
	Size           int           // of the answers, in %
	Gap            time.Duration // between two frames at least; 0 for every frame of the camera
	Aim            time.Duration // what the target comes to on this link
	LastID         int           // the newest frame shown, 0 for none
	Settings       Settings
}

// Condition returns the Condition alone, which is quicker than Stats.
func (s *Stream) Condition() Condition {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.condition(time.Now())
}

func (s *Stream) condition(now time.Time) Condition {
	state := s.state()
	return Condition{state, s.counts.Shown > 0, state == Live && s.stillness.still(now), s.refusal, s.trouble}
}

// Stats returns how the Stream is doing.
func (s *Stream) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	frames := s.history.since(now.Add(-s.config.Recent))
	durations := func(of func(Frame) time.Duration) Quantiles {
		ns := s.sorted(frames, func(f Frame) float64 { return float64(of(f)) })
		return Quantiles{P50: time.Duration(quantile(ns, 0.50)), P95: time.Duration(quantile(ns, 0.95))}
	}
	median := func(ms func(wire.Timing) float64) float64 {
		return quantile(s.sorted(frames, func(f Frame) float64 { return ms(f.Timing) }), 0.50)
	}
	return Stats{
		Counts:         s.counts,
		Condition:      s.condition(now),
		FPS:            s.rate(frames, now),
		RTT:            durations(Frame.RoundTrip),
		CameraToScreen: durations(Frame.CameraToScreen),
		Server: wire.Timing{
			Queue:  median(func(t wire.Timing) float64 { return t.Queue }),
			Decode: median(func(t wire.Timing) float64 { return t.Decode }),
			Ops:    median(func(t wire.Timing) float64 { return t.Ops }),
			Encode: median(func(t wire.Timing) float64 { return t.Encode }),
		},
		InFlight: len(s.flights),
		Window:   s.pace.window,
		Quality:  s.at(s.pace.level).upload.quality,
		Size:     s.at(s.pace.level).answer.size,
		Gap:      s.pace.gap,
		Aim:      s.pace.aim,
		LastID:   s.history.last().ID,
		Settings: s.wanted,
	}
}

// Frames returns the records of the last shown frames, oldest first, at most
// historySize.
func (s *Stream) Frames() []Frame {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.history.since(time.Time{}))
}

func (s *Stream) state() State {
	switch {
	case s.stopped:
		return Stopped
	case !s.running:
		return Idle
	case s.hidden:
		return Paused
	case s.failures > 0:
		return Reconnecting
	case s.heard.IsZero():
		return Starting
	}
	return Live
}

// rate returns the frames a second over the recent time or, soon after the start, over
// the time since the first answer.
func (s *Stream) rate(frames []Frame, now time.Time) float64 {
	if len(frames) < 2 {
		return 0
	}
	span := min(s.config.Recent, max(now.Sub(s.since), time.Second/2))
	return float64(len(frames)) / span.Seconds()
}

// sorted returns one figure of the frames in ascending order. It is valid until the
// next call: the page asks several times a second, for as long as it is open.
func (s *Stream) sorted(frames []Frame, of func(Frame) float64) []float64 {
	s.values = s.values[:0]
	for _, f := range frames {
		s.values = append(s.values, of(f))
	}
	slices.Sort(s.values)
	return s.values
}

// quantile returns the value below which the fraction q of the values lies, 0 if there
// are none.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(q*float64(len(sorted)))]
}

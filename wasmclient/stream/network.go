package stream

import "time"

// Network holds the times that the browser's network stack records of a request (W3C Resource
// Timing). The page's own callbacks are called later, in particular if its thread is busy. All
// times are zero until AddNetwork is called.
type Network struct {
	Requested time.Time // the browser began to send the request
	Responded time.Time // the response's first byte arrived
	Ended     time.Time // its last byte arrived
}

// Duration returns the time of the request, including the server's.
func (n Network) Duration() time.Duration { return n.Ended.Sub(n.Requested) }

// sameRequest bounds the time between a frame's Sent and the browser's start of its request.
// Frames are encoded one after another, so no two requests are that close together.
const sameRequest = 2 * time.Millisecond

// AddNetwork adds the times of the request that started at a time to its frame's record. It may
// be called before or after the frame's Answer. Requests that are unknown or were aborted are
// ignored.
func (s *Stream) AddNetwork(started time.Time, n Network) {
	s.mu.Lock()
	defer s.mu.Unlock()
	is := func(f *Frame) bool { return f.Place == OnServer && f.Sent.Sub(started).Abs() < sameRequest }
	for i := range s.flights {
		if f := &s.flights[i].Frame; is(f) {
			f.Network = n
			return
		}
	}
	for i := len(s.history.frames) - 1; i >= 0; i-- {
		f := &s.history.frames[i]
		if is(f) {
			f.Network = n
		}
		if !f.Sent.After(started) {
			return // earlier frames were sent even before
		}
	}
}

package stream

import "time"

// Network is what the browser's network stack notes about a request (Resource Timing,
// a recommendation of the W3C). The page's own callbacks come later, by however busy its
// thread is. All are zero as long as the browser has said nothing.
type Network struct {
	Requested time.Time // it began to send the request
	Responded time.Time // the response's first byte was here
	Ended     time.Time // its last byte
}

// Duration is the time on the network, the server's included.
func (n Network) Duration() time.Duration { return n.Ended.Sub(n.Requested) }

// sameRequest is how far the browser's start of a request may be from our posting it.
// Frames are encoded one after the other, so no two are posted so close together.
const sameRequest = 2 * time.Millisecond

// Noted adds what the network stack says about the request that was started then. It
// may come before the frame's Answer or after; about a request that is not known, or was
// aborted, nothing is kept.
func (s *Stream) Noted(started time.Time, n Network) {
	s.mu.Lock()
	defer s.mu.Unlock()
	is := func(f *Frame) bool { return f.Sent.Sub(started).Abs() < sameRequest }
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
			return // those before were sent earlier still
		}
	}
}

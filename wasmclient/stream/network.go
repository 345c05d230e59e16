package stream

import "time"

// Network is what the browser's network stack records of a request (Resource Timing, a
// recommendation of the W3C). The page's own callbacks are later, the more the busier its
// thread is. All times are zero until AddNetwork is called.
type Network struct {
	Requested time.Time // it began to send the request
	Responded time.Time // the response's first byte was here
	Ended     time.Time // its last byte
}

// Duration is the time on the network, the server's included.
func (n Network) Duration() time.Duration { return n.Ended.Sub(n.Requested) }

// sameRequest bounds the time between a frame's Sent and the browser's start of its
// request. Frames are encoded one after the other, so no two are posted so close together.
const sameRequest = 2 * time.Millisecond

// AddNetwork adds what the network stack has recorded of the request that started at
// that time to the frame's record. It may be called before the frame's Answer or after.
// A request that is unknown, or was aborted, is ignored.
func (s *Stream) AddNetwork(started time.Time, n Network) {
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

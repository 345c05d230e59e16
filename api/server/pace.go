package server

import (
	"io"
	"net/http"
	"time"

	"framepost/api/wire"
)

// Who is slower than this is cut off: memory is held for them meanwhile. The rate is a
// quarter of what the slowest link carries that is worth having a page on, 60 kbit/s; a
// phone between two cells is silent for some seconds.
const (
	grace     = 5 * time.Second
	leastRate = 2 << 10 // bytes a second
)

// steady is a body that must come at leastRate or more, on average from the first byte on
// but for a time of grace, and within a limit.
type steady struct {
	io.ReadCloser
	control  *http.ResponseController
	limit    time.Duration
	began    time.Time // of the first Read
	received int
	deadline time.Time // that the connection has
}

// keepRate cuts off the requests whose bodies come too slowly. Streams have no end in sight:
// arrivals bounds the time of each picture instead.
func (s *Server) keepRate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 && r.URL.Path != wire.PathStream {
			r.Body = &steady{ReadCloser: r.Body, control: http.NewResponseController(w), limit: s.config.ReadTimeout}
		}
		next.ServeHTTP(w, r)
	})
}

func (b *steady) Read(p []byte) (int, error) {
	if b.began.IsZero() {
		b.began = time.Now()
	}
	// In whole seconds, because over HTTP/2 each move costs the connection's goroutine a turn.
	earned := grace + time.Duration(b.received/leastRate)*time.Second
	if due := b.began.Add(min(earned, b.limit)); due != b.deadline {
		b.deadline = due
		_ = b.control.SetReadDeadline(due) // net/http's own writers can
	}
	n, err := b.ReadCloser.Read(p)
	b.received += n
	return n, err
}

// portion is how much of an answer must be taken within stall: 6.5 kB/s, less than 60 kbit/s.
const portion = 32 << 10

// write sends an answer and returns how much of it was taken. Whoever stops reading is given
// up after stall, and what the answer holds is free again. Over HTTP/2 that is the window of
// the stream; WriteByteTimeout sees only the connection.
func write(w http.ResponseWriter, answer []byte) (n int) {
	control := http.NewResponseController(w)
	for moved := (time.Time{}); n < len(answer); {
		if now := time.Now(); now.Sub(moved) >= time.Second {
			_ = control.SetWriteDeadline(now.Add(stall))
			moved = now
		}
		taken, err := w.Write(answer[n:min(n+portion, len(answer))])
		n += taken
		if err != nil {
			break
		}
	}
	return n
}

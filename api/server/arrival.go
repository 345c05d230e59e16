package server

import (
	"io"
	"net/http"
	"time"
)

// linger is how long what is left of a body is read after its answer, so that a client
// which sends all of it before it reads finds the answer and not a closed connection.
const linger = time.Second

// arriving is the body of an HTTP/1 request, which net/http would wait for before it sends
// an answer, in memory until then. HTTP/2 never waits.
type arriving struct {
	io.ReadCloser
	ended bool
}

func (b *arriving) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.ended = b.ended || err == io.EOF
	return n, err
}

// watchArrival notes how far the bodies of HTTP/1 requests have been read.
func watchArrival(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor == 1 && r.ContentLength != 0 {
			r.Body = &arriving{ReadCloser: r.Body}
		}
		next.ServeHTTP(w, r)
	})
}

// answerNow is called before an answer is written, and has it sent at once though the
// request may not have come to its end: the connection closes after it.
// (http.ResponseController's EnableFullDuplex would keep the connection, but lets net/http
// read from it twice at once when a handler leaves a part of the body.)
func answerNow(w http.ResponseWriter, r *http.Request) {
	if body, ok := r.Body.(*arriving); ok && !body.ended {
		w.Header().Set("Connection", "close")
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(linger))
	}
}

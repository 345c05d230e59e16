package server

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const (
	// readHeaderTimeout cuts off who sends a header byte by byte.
	readHeaderTimeout = 5 * time.Second
	// maxHeaderBytes is room for a long chain and the cookies of other programs on
	// localhost.
	maxHeaderBytes = 64 << 10
)

// Flow control of HTTP/2. A frame of 200 kB must not wait for the window to open: each
// stream may send 1 MiB ahead of its handler, all of a connection together 4 MiB (less
// a byte, which is the most that net/http takes), because behind a proxy many viewers
// share one.
const (
	maxStreams       = 100
	streamWindow     = 1 << 20
	connectionWindow = 4<<20 - 1
	maxReadFrame     = 256 << 10
)

// stall is how long an HTTP/2 connection may take no byte that it is sent. Its streams hold
// their answers in memory meanwhile, and WriteTimeout can't end them: it resets a stream,
// by a frame that waits behind the bytes which the peer does not take.
const stall = 5 * time.Second

// leastFlush is the time for the last spans to leave when the drain has taken all of its own.
const leastFlush = 250 * time.Millisecond

// Listeners are where a server is reached.
type Listeners struct {
	Plain       net.Listener    // HTTP/1.1 and unencrypted HTTP/2
	Secure      net.Listener    // both over TLS; nil: none
	Certificate tls.Certificate // of Secure
	Metrics     net.Listener    // /metrics over HTTP/1.1 and nothing else; nil: it is on the others
}

// Serve answers requests on the listeners. When ctx ends it drains. For DrainDelay all is answered as ever,
// but /health says 503: a load balancer that asks it sends the next frames elsewhere,
// and to refuse any before it has asked would lose them. Then the listeners close, and
// what is under way is finished; of a stream that is the pictures that have come. Serve returns nil when that took no longer than
// DrainTimeout.
func (s *Server) Serve(ctx context.Context, l Listeners) error {
	h := s.http()
	failed := make(chan error, 3)
	go func() { failed <- h.Serve(s.bound(l.Plain, nil)) }()
	if l.Secure != nil {
		go func() { failed <- h.Serve(s.bound(l.Secure, encryption(l.Certificate))) }()
	}
	if l.Metrics != nil {
		m := s.metricsHTTP()
		go func() { failed <- m.Serve(l.Metrics) }()
		defer m.Close() // to the end of the drain, which is worth seeing
	}
	select {
	case err := <-failed:
		_ = h.Close()
		return err
	case <-ctx.Done():
		return s.drain(h)
	}
}

// encryption returns how connections are encrypted.
func encryption(cert tls.Certificate) *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
}

func (s *Server) http() *http.Server {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Server{
		Handler:           s,
		ConnContext:       withSocket,
		Protocols:         &protocols,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       s.config.ReadTimeout,
		WriteTimeout:      s.config.ReadTimeout + s.config.Timeout + s.config.ReadTimeout,
		IdleTimeout:       s.config.IdleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		HTTP2: &http.HTTP2Config{
			MaxConcurrentStreams:          maxStreams,
			MaxReceiveBufferPerStream:     streamWindow,
			MaxReceiveBufferPerConnection: connectionWindow,
			MaxReadFrameSize:              maxReadFrame,
			WriteByteTimeout:              stall,
		},
		// What net/http has to say is about peers that misbehave or do not trust the
		// certificate yet.
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
}

// bound limits the connections of a listener, with those of the others. They are encrypted if
// secure is not nil.
func (s *Server) bound(l net.Listener, secure *tls.Config) net.Listener {
	return bounded{l, &s.connections, s.floods, s.config.Proxies, secure}
}

func (s *Server) drain(h *http.Server) error {
	s.draining.Store(true)
	s.log.Info("draining")
	time.Sleep(s.config.DrainDelay)
	s.end()
	deadline := time.Now().Add(s.config.DrainTimeout)
	ctx, cancel := context.WithDeadline(context.Background(), deadline)
	defer cancel()
	err := h.Shutdown(ctx)
	if err != nil {
		_ = h.Close()
		err = fmt.Errorf("drain: %w", err)
	}
	flush, cancelFlush := context.WithTimeout(context.Background(), max(time.Until(deadline), leastFlush))
	defer cancelFlush()
	if err := s.config.Tracing.Shutdown(flush); err != nil {
		s.log.Warn("the last spans are lost", slog.Any("error", err))
	}
	return err
}

package server

import (
	"bytes"
	"context"
	"crypto/x509"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	"framepost/api/server/selfsigned"
	"framepost/api/server/static"
)

// service is a Server that listens, on loopback or in memory.
type service struct {
	*Server
	plain, secure *line
	roots         *x509.CertPool
	log           *journal
	stop          context.CancelFunc
	done          chan error // what Serve returned
}

// line is one listener with the way to reach it.
type line struct {
	net.Listener
	dial func(context.Context, string, string) (net.Conn, error)
}

// loopback is a line over the machine's own network.
func loopback(t testing.TB) *line {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return &line{l, new(net.Dialer).DialContext}
}

// start makes a service that can be reached over the network.
func start(t testing.TB, c Config, p Pipeline) *service {
	t.Helper()
	return serve(t, c, p, loopback(t), loopback(t))
}

// simulate makes a service for a synctest bubble: its connections are pipes, so its
// time is the bubble's.
func simulate(t testing.TB, c Config, p Pipeline) *service {
	t.Helper()
	return serve(t, c, p, inMemory(), inMemory())
}

func serve(t testing.TB, c Config, p Pipeline, plain, secure *line) *service {
	t.Helper()
	log := new(journal)
	s, err := New(c, p, page, static.Settings{}, slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	if err != nil {
		t.Fatal(err)
	}
	cert, err := selfsigned.Load(t.TempDir(), []string{"127.0.0.1"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	service := &service{s, plain, secure, x509.NewCertPool(), log, stop, make(chan error, 1)}
	service.roots.AddCert(cert.Leaf)
	go func() {
		service.done <- s.Serve(ctx, Listeners{Plain: plain, Secure: secure, Certificate: cert})
		close(service.done)
	}()
	t.Cleanup(func() {
		stop()
		if err := <-service.done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return service
}

// pipes is a listener in memory.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func inMemory() *line {
	p := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
	return &line{p, p.dial}
}

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

// wait waits for something that the server does in its own time.
func wait(t testing.TB, what string, done func() bool) {
	t.Helper()
	for range 4000 {
		if done() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("waited in vain: " + what)
}

func (s *service) queued() int {
	waiting, _ := s.gate.Load()
	return waiting
}

// settled checks that a service holds nothing of requests that have ended.
func (s *service) settled(t testing.TB) {
	t.Helper()
	wait(t, "workers and memory are given back", func() bool {
		waiting, running := s.gate.Load()
		return waiting == 0 && running == 0 && s.memory.inUse() == 0
	})
}

// journal is a log that tests can read.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

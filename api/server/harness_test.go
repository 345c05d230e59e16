package server

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"framepost/api/server/selfsigned"
	"framepost/api/server/static"
	"framepost/api/wire"
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
		service.done <- s.Serve(ctx, plain, secure, cert)
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

// client is one way to reach a service.
type client struct {
	name, url string
	proto     int
	http      *http.Client
}

func (s *service) clients(t testing.TB) []client {
	return []client{s.http1(t), s.h2c(t), s.h2(t)}
}

func (s *service) http1(t testing.TB) client {
	return s.client(t, "HTTP/1.1", "http", s.plain, 1, (*http.Protocols).SetHTTP1)
}

func (s *service) h2c(t testing.TB) client {
	return s.client(t, "h2c", "http", s.plain, 2, (*http.Protocols).SetUnencryptedHTTP2)
}

func (s *service) h2(t testing.TB) client {
	return s.client(t, "h2", "https", s.secure, 2, (*http.Protocols).SetHTTP2)
}

func (s *service) client(t testing.TB, name, scheme string, l *line, proto int, set func(*http.Protocols, bool)) client {
	protocols := new(http.Protocols)
	set(protocols, true)
	transport := &http.Transport{
		DialContext:        l.dial,
		Protocols:          protocols,
		TLSClientConfig:    &tls.Config{RootCAs: s.roots},
		DisableCompression: true,
	}
	t.Cleanup(transport.CloseIdleConnections)
	return client{name, scheme + "://" + l.Addr().String(), proto, &http.Client{Transport: transport, Timeout: time.Minute}}
}

// answer is a response read to its end.
type answer struct {
	*http.Response
	body []byte
}

// do sends a request with headers given as name, value, name, value…
func (c client) do(t testing.TB, method, path string, body io.Reader, headers ...string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, c.url+path, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := c.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.ProtoMajor != c.proto {
		t.Errorf("%s answered over %s", c.name, resp.Proto)
	}
	return answer{resp, text}
}

func (c client) get(t testing.TB, path string, headers ...string) answer {
	t.Helper()
	return c.do(t, http.MethodGet, path, nil, headers...)
}

func (c client) post(t testing.TB, path, body string, headers ...string) answer {
	t.Helper()
	return c.do(t, http.MethodPost, path, strings.NewReader(body), headers...)
}

// provoked are the codes that tests have seen over HTTP.
var provoked sync.Map

// TestMain fails when all tests have run and a code of the contract was not among
// their answers.
func TestMain(m *testing.M) {
	result := m.Run()
	if flag.Lookup("test.run").Value.String() == "" && flag.Lookup("test.skip").Value.String() == "" {
		for code := range failures {
			if _, seen := provoked.Load(code); !seen {
				fmt.Fprintln(os.Stderr, "no test provokes", code)
				result = 1
			}
		}
	}
	os.Exit(result)
}

// wantProblem checks that an answer is the problem of a code, and gives its detail.
func wantProblem(t testing.TB, got answer, code wire.Code) string {
	t.Helper()
	provoked.Store(code, true)
	var p problem
	if err := json.Unmarshal(got.body, &p); err != nil {
		t.Errorf("got %d %q, want the problem %s", got.StatusCode, got.body, code)
		return ""
	}
	want := problem{problemType(code), failures[code].Title, failures[code].Status, code, p.Detail}
	if p != want || got.StatusCode != want.Status || p.Detail == "" {
		t.Errorf("got %d %+v, want %+v", got.StatusCode, p, want)
	}
	if mime := got.Header.Get("Content-Type"); mime != "application/problem+json" {
		t.Errorf("a problem has the type %s", mime)
	}
	if retry := got.Header.Get("Retry-After") != ""; retry != failures[code].Retry {
		t.Errorf("%s has Retry-After: %v", code, retry)
	}
	return p.Detail
}

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
		return waiting == 0 && running == 0 && s.memory.used.Load() == 0
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

package network

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"framepost/api/pipeline"
	"framepost/api/server"
	"framepost/api/server/selfsigned"
	"framepost/api/server/static"
	"framepost/e2e/browser"
	"framepost/e2e/camera"
	"framepost/e2e/service"
)

var report = flag.String("readme", "", "the file whose table is replaced by what BenchmarkNetwork measures")

// workshop holds what the rows share.
var workshop struct {
	dir    string
	binary func() (string, error)
	key    func() (string, error) // of the certificate that all servers here use
	mu     sync.Mutex
	films  map[camera.Film]string
}

func TestMain(m *testing.M) {
	flag.Parse()
	dir, err := os.MkdirTemp("", "framepost-network-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	workshop.dir, workshop.films = dir, map[camera.Film]string{}
	workshop.binary = sync.OnceValues(func() (string, error) { return service.Build(dir) })
	workshop.key = sync.OnceValues(certificate)
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func certs() string { return filepath.Join(workshop.dir, "certs") }

// certificate starts a server so that it makes its certificate, and returns the certificate's
// key.
func certificate() (string, error) {
	binary, err := workshop.binary()
	if err != nil {
		return "", err
	}
	s, err := service.Run(binary, certs())
	if err != nil {
		return "", err
	}
	defer s.Kill()
	return s.Certificate()
}

func must[T any](t testing.TB, of func() (T, error)) T {
	t.Helper()
	v, err := of()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// serve starts the real binary.
func serve(t testing.TB, env ...string) *service.Server {
	t.Helper()
	return service.Start(t, must(t, workshop.binary), certs(), env...)
}

// serveSlowly starts a server with one worker that takes that long for each frame, and returns
// its port for TLS.
func serveSlowly(t testing.TB, frame time.Duration) int {
	t.Helper()
	must(t, workshop.key) // makes the certificate
	pipe, err := pipeline.New(pipeline.Default())
	if err != nil {
		t.Fatal(err)
	}
	config := server.Default()
	config.Workers, config.DrainDelay = 1, 0
	srv, err := server.New(config, slow{pipe, frame}, os.DirFS("../../public"), static.Settings{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	cert, err := selfsigned.Load(certs(), nil, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	plain, secure := listen(t), listen(t)
	ended := make(chan error)
	go func() { ended <- srv.Serve(ctx, server.Listeners{Plain: plain, Secure: secure, Certificate: cert}) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Log(err) // a browser's connection that did not close in time
		}
	})
	return secure.Addr().(*net.TCPAddr).Port
}

func listen(t testing.TB) net.Listener {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// slow is the real pipeline, but occupies its worker for longer.
type slow struct {
	*pipeline.Pipeline
	frame time.Duration
}

func (s slow) Process(ctx context.Context, job pipeline.Job) (pipeline.Answer, error) {
	began := time.Now()
	answer, err := s.Pipeline.Process(ctx, job)
	if rest := s.frame - time.Since(began); err == nil && rest > 0 {
		time.Sleep(rest)
		answer.Timing.Ops += rest.Seconds() * 1000
	}
	return answer, err
}

// open starts a browser whose camera shows that film.
func open(t testing.TB, path string) *browser.Browser {
	t.Helper()
	b, err := browser.Start(browser.Config{Film: path, Trust: []string{must(t, workshop.key)}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

// file returns the path of a film, which is written once.
func file(t testing.TB, film camera.Film) string {
	t.Helper()
	workshop.mu.Lock()
	defer workshop.mu.Unlock()
	if path, made := workshop.films[film]; made {
		return path
	}
	path, err := film.File(workshop.dir)
	if err != nil {
		t.Fatal(err)
	}
	workshop.films[film] = path
	return path
}

// relayed starts a relay to the server at that port of localhost.
func relayed(t testing.TB, port int, link Link) *Relay {
	t.Helper()
	relay, err := Listen(fmt.Sprintf("127.0.0.1:%d", port), link)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(relay.Close)
	return relay
}

func secure(port int) string { return fmt.Sprintf("https://localhost:%d", port) }

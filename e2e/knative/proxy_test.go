package knative

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"framepost/api/pipeline"
	"framepost/api/wire"
	"framepost/e2e/process"
	"framepost/e2e/service"
)

// patience is how long anything may take: far longer than it ever does.
const patience = time.Minute

// The programs, which the first test that needs them builds.
var (
	dir, proxy, binary string

	build = sync.OnceValue(func() (err error) {
		proxy = filepath.Join(dir, "queue")
		// With the modules that Knative itself builds it with: newer ones of OpenTelemetry stop it.
		install := exec.Command("go", "install", "knative.dev/serving/cmd/queue@v0.46.0")
		install.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=")
		if out, err := install.CombinedOutput(); err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		binary, err = service.BuildServer(dir)
		return err
	})
)

func TestMain(m *testing.M) {
	var err error
	if dir, err = os.MkdirTemp("", "framepost-knative-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// instance is framepost with Knative's queue-proxy in front of it.
type instance struct {
	server *service.Server
	proxy  *exec.Cmd
	log    bytes.Buffer
	url    string
	client *http.Client
}

// start starts both, as the kubelet does: the proxy asks the program's readiness.
func start(t *testing.T, concurrency int) *instance {
	t.Helper()
	if err := build(); err != nil {
		t.Fatal(err)
	}
	i := &instance{server: service.Start(t, binary, filepath.Join(dir, "certs"))}
	ports, err := service.FreePorts(2)
	if err != nil {
		t.Fatal(err)
	}
	probe := *deployed(t).Spec.Template.Spec.Containers[0].ReadinessProbe
	probe.HTTPGet.Host = "127.0.0.1"
	probe.HTTPGet.Port.IntVal = int32(i.server.Port)
	readiness, err := json.Marshal(probe)
	if err != nil {
		t.Fatal(err)
	}
	i.proxy = exec.Command(proxy)
	i.proxy.Env = append(os.Environ(),
		"CONTAINER_CONCURRENCY="+strconv.Itoa(concurrency),
		"QUEUE_SERVING_PORT="+strconv.Itoa(ports[0]), "QUEUE_SERVING_TLS_PORT="+strconv.Itoa(ports[1]),
		"USER_PORT="+strconv.Itoa(i.server.Port), "REVISION_TIMEOUT_SECONDS=30",
		"SERVING_READINESS_PROBE="+string(readiness),
		"SERVING_LOGGING_CONFIG=", "SERVING_LOGGING_LEVEL=info",
		"SERVING_NAMESPACE=default", "SERVING_CONFIGURATION=framepost", "SERVING_REVISION=framepost-1",
		"SERVING_POD=framepost-1-a", "SERVING_POD_IP=127.0.0.1")
	i.proxy.Stdout, i.proxy.Stderr = &i.log, &i.log
	process.Tie(i.proxy)
	if err := i.proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = i.proxy.Process.Kill()
		_ = i.proxy.Wait()
		if t.Failed() {
			t.Logf("the proxy's log:\n%s", i.log.Bytes())
		}
	})
	i.url = fmt.Sprintf("http://127.0.0.1:%d", ports[0])
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	i.client = &http.Client{Transport: &http.Transport{Protocols: protocols}, Timeout: patience}
	i.ready(t)
	return i
}

// ready waits until the proxy says that the program is, as Knative's activator asks it.
func (i *instance) ready(t *testing.T) {
	t.Helper()
	for began := time.Now(); time.Since(began) < patience; time.Sleep(20 * time.Millisecond) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, i.url+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("K-Network-Probe", "queue")
		answer, err := i.client.Do(r)
		if err != nil {
			continue
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if answer.StatusCode == http.StatusOK {
			return
		}
	}
	t.Fatal("the proxy does not find the program ready")
}

// post sends a frame and returns an error if it is not answered by a picture over HTTP/2.
func (i *instance) post(ctx context.Context, ops string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, i.url+wire.PathFrame+"?ops="+ops, bytes.NewReader(pipeline.TestCard()))
	if err != nil {
		return err
	}
	answer, err := i.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK || answer.ProtoMajor != 2 || !bytes.HasPrefix(body, []byte("\xFF\xD8")) {
		return fmt.Errorf("%s %s: %.200q", answer.Proto, answer.Status, body)
	}
	return nil
}

// Frames of several viewers pass the proxy over HTTP/2, and not one is lost.
func TestFramesPassTheProxy(t *testing.T) {
	i := start(t, 0)
	var viewers sync.WaitGroup
	for range 8 {
		viewers.Go(func() {
			for range 60 {
				if err := i.post(t.Context(), wire.DefaultChain); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	viewers.Wait()
}

// The proxy lets no more requests in than the service's concurrency, and those that wait are
// answered.
func TestConcurrency(t *testing.T) {
	most := int(*deployed(t).Spec.Template.Spec.ContainerConcurrency)
	i := start(t, most)
	var highest atomic.Int64
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() { // what is under way, as the program itself counts it
		for ctx.Err() == nil {
			if n := i.under(ctx); n > highest.Load() {
				highest.Store(n)
			}
		}
	}()
	var viewers sync.WaitGroup
	for range 3 * most {
		viewers.Go(func() {
			if err := i.post(t.Context(), "resize:1200,median:15"); err != nil {
				t.Error(err)
			}
		})
	}
	viewers.Wait()
	if n := highest.Load(); n == 0 || n > int64(most) {
		t.Errorf("up to %d frames were under way; the proxy lets %d in", n, most)
	}
}

// under returns how many frames the program works on or has waiting.
func (i *instance) under(ctx context.Context) int64 {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, i.server.URL()+wire.PathMetrics, nil)
	if err != nil {
		return 0
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0
	}
	gauge := func(name string) (n int64) {
		_, rest, _ := bytes.Cut(text, []byte("\n"+name+" "))
		line, _, _ := bytes.Cut(rest, []byte("\n"))
		n, _ = strconv.ParseInt(string(line), 10, 64)
		return n
	}
	return gauge("framepost_in_flight") + gauge("framepost_queue_depth")
}

// When an instance ends, Knative signals the proxy first and the program once the proxy has no
// request left (its container waits for /wait-for-drain). Until its listener is closed, frames
// are answered; the proxy waits for 30 s without any before it ends.
func TestDrain(t *testing.T) {
	i := start(t, 0)
	if err := i.proxy.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for n := range 100 {
		if err := i.post(t.Context(), wire.DefaultChain); err != nil {
			t.Fatalf("frame %d after SIGTERM: %v", n, err)
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- i.proxy.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the proxy ends with %v", err)
		}
	case <-time.After(patience):
		t.Fatal("the proxy does not end")
	}
	if err := i.server.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code, err := i.server.Ended(); err != nil || code != 0 {
		t.Errorf("the program ends with %d, %v", code, err)
	}
	if _, err := net.Dial("tcp", i.url[len("http://"):]); err == nil {
		t.Error("the proxy still listens")
	}
}

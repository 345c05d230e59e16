// Package failover tests that no frame is lost when one of several instances ends.
package failover

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"framepost/api/pipeline"
	"framepost/api/wire"
	"framepost/e2e/debian"
	"framepost/e2e/process"
	"framepost/e2e/service"
)

const (
	instances = 3
	viewers   = 20
	rate      = 100 // frames a second, of all viewers together
	frames    = 1000
)

// configuration is haproxy's: /health is asked twice a second, and a frame that an instance
// did not answer goes to another one, which may be done with frames: no instance keeps
// anything of one. For that haproxy holds a frame whole, in a buffer.
const configuration = `
global
    maxconn 1000
    tune.bufsize 262144
defaults
    mode http
    timeout connect 1s
    timeout client 30s
    timeout server 30s
    timeout http-keep-alive 30s
    retries 3
    option http-buffer-request
    retry-on conn-failure empty-response junk-response
    option redispatch 1
frontend page
    bind 127.0.0.1:%d
    default_backend instances
backend instances
    balance roundrobin
    option httpchk GET /health
    default-server check inter 500ms fall 1 rise 1
`

// balanced starts instances behind haproxy, and returns its address and them.
func balanced(t *testing.T) (url string, list []*service.Server) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no haproxy, no real binary")
	}
	haproxy, err := debian.Find("haproxy", "haproxy", "/usr/sbin/haproxy")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	binary, err := service.Build(dir)
	if err != nil {
		t.Fatal(err)
	}
	ports, err := service.FreePorts(1)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	fmt.Fprintf(&text, configuration, ports[0])
	for i := range instances {
		s := service.Start(t, binary, filepath.Join(dir, "certs"))
		list = append(list, s)
		fmt.Fprintf(&text, "    server instance%d 127.0.0.1:%d\n", i, s.Port)
	}
	path := filepath.Join(dir, "haproxy.cfg")
	if err := os.WriteFile(path, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	process.Serve(t, exec.Command(haproxy, "-db", "-f", path), fmt.Sprintf("127.0.0.1:%d", ports[0]))
	url = fmt.Sprintf("http://127.0.0.1:%d", ports[0])
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		answer, err := http.Get(url + wire.PathHealth)
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return url, list
			}
		}
		if time.Since(began) > 20*time.Second {
			t.Fatal("haproxy does not serve")
		}
	}
}

// watch has the viewers send their frames, each once, and returns how many were lost.
// Refusals of a server that is busy are not losses: this is about instances that end.
func watch(t *testing.T, url string) (lost int64) {
	t.Helper()
	var (
		wait   sync.WaitGroup
		losses atomic.Int64
	)
	for v := range viewers {
		wait.Go(func() {
			h := &http.Client{Transport: new(http.Transport), Timeout: 20 * time.Second}
			defer h.CloseIdleConnections()
			ticks := time.NewTicker(time.Second * viewers / rate)
			defer ticks.Stop()
			for i := range frames / viewers {
				<-ticks.C
				if fault := post(t.Context(), h, url, fmt.Sprintf("viewer%d-%d", v, i)); fault != "" {
					losses.Add(1)
					t.Log(fault)
				}
			}
		})
	}
	wait.Wait()
	return losses.Load()
}

// post sends one frame and returns what was wrong with the answer.
func post(ctx context.Context, h *http.Client, url, id string) (fault string) {
	// Without GetBody net/http cannot send it a second time.
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+wire.PathFrame, io.NopCloser(bytes.NewReader(pipeline.TestCard())))
	if err != nil {
		return err.Error()
	}
	r.ContentLength = int64(len(pipeline.TestCard()))
	r.Header.Set(wire.HeaderFrameID, id)
	answer, err := h.Do(r)
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	switch {
	case err != nil:
		return err.Error()
	case answer.StatusCode == http.StatusTooManyRequests:
		return ""
	case answer.StatusCode != http.StatusOK:
		return fmt.Sprintf("%d %.200s", answer.StatusCode, body)
	}
	return ""
}

// during watches while something happens to the instances.
func during(t *testing.T, url string, happens func() error) (lost int64) {
	t.Helper()
	failed := make(chan error, 1)
	go func() {
		time.Sleep(2 * time.Second)
		failed <- happens()
	}()
	lost = watch(t, url)
	if err := <-failed; err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d frames are lost", lost, frames)
	return lost
}

// end has an instance drain, and waits until it has.
func end(s *service.Server) error {
	if err := s.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	code, err := s.Ended()
	if err == nil && code != 0 {
		err = fmt.Errorf("it ended with %d:\n%s", code, s.Log())
	}
	return err
}

func TestNoFrameIsLost(t *testing.T) {
	url, list := balanced(t)
	t.Run("one ends", func(t *testing.T) {
		if lost := during(t, url, func() error { return end(list[0]) }); lost > 0 {
			t.Errorf("%d of %d frames are lost", lost, frames)
		}
	})
	if err := list[0].Restart(); err != nil {
		t.Fatal(err)
	}
	t.Run("rolling restart", func(t *testing.T) {
		lost := during(t, url, func() error {
			for _, s := range list {
				if err := end(s); err != nil {
					return err
				}
				if err := s.Restart(); err != nil {
					return err
				}
				time.Sleep(600 * time.Millisecond) // haproxy has seen that it is back
			}
			return nil
		})
		if lost > 0 {
			t.Errorf("%d of %d frames are lost", lost, frames)
		}
	})
	t.Run("one is killed", func(t *testing.T) {
		lost := during(t, url, func() error { list[1].Kill(); return nil })
		if lost > 3 {
			t.Errorf("%d of %d frames are lost, more than were under way", lost, frames)
		}
	})
}

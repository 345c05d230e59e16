package attack

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"framepost/api/pipeline"
	"framepost/api/wire"
	"framepost/e2e/service"
)

// patience is how long a viewer waits for a frame; a page shows another one then.
const patience = time.Second

// client is an HTTP client whose connections come from an address of loopback, over
// unencrypted HTTP/2 or HTTP/1.1.
func client(from string, http2 bool) *http.Client {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}, Timeout: 5 * time.Second}
	transport := &http.Transport{DialContext: dialer.DialContext, Protocols: new(http.Protocols), MaxIdleConnsPerHost: 64}
	transport.Protocols.SetHTTP1(!http2)
	transport.Protocols.SetUnencryptedHTTP2(http2)
	return &http.Client{Transport: transport}
}

// seen is what a viewer has had.
type seen struct {
	sent, shown int
	latencies   []time.Duration // of those shown
}

// share is the part of the frames that were shown.
func (s seen) share() float64 { return float64(s.shown) / float64(max(s.sent, 1)) }

// p95 is the latency that 95 of 100 frames did not exceed.
func (s seen) p95() time.Duration {
	if len(s.latencies) == 0 {
		return patience
	}
	slices.Sort(s.latencies)
	return s.latencies[len(s.latencies)*95/100]
}

// view is the honest viewer: 30 frames a second for so long, over one connection of h2c,
// whether or not the last one has been answered.
func view(ctx context.Context, s *service.Server, honest *http.Client, duration time.Duration) seen {
	var (
		mu   sync.Mutex
		got  seen
		wait sync.WaitGroup
	)
	ticks := time.NewTicker(time.Second / 30)
	defer ticks.Stop()
	for end := time.Now().Add(duration); time.Now().Before(end) && ctx.Err() == nil; <-ticks.C {
		got.sent++
		wait.Go(func() {
			began := time.Now()
			ctx, cancel := context.WithTimeout(ctx, patience)
			defer cancel()
			if !frame(ctx, s, honest) {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			got.shown++
			got.latencies = append(got.latencies, time.Since(began))
		})
	}
	wait.Wait()
	return got
}

// frame sends the test card through the default chain, and reports whether it was answered.
func frame(ctx context.Context, s *service.Server, honest *http.Client) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, base(s)+wire.PathFrame, bytes.NewReader(pipeline.TestCard()))
	if err != nil {
		return false
	}
	r.Header.Set(wire.HeaderFrameID, "viewer-1")
	answer, err := honest.Do(r)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	return err == nil && n > 0 && answer.StatusCode == http.StatusOK
}

// base is the server's address without a name, so that nothing is looked up.
func base(s *service.Server) string { return "http://" + address(s) }

func address(s *service.Server) string { return "127.0.0.1:" + strconv.Itoa(s.Port) }

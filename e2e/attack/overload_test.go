package attack

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"framepost/api/pipeline"
	"framepost/api/wire"
	"framepost/e2e/service"
)

var overloadFor = flag.Duration("overload", 20*time.Second, "how long TestOverload sends too much")

const (
	overload = 3 // times the capacity
	viewers  = 12
	trials   = 5 // at most

	// The audience and the server share the machine, so a frame takes the server many times as
	// long as it takes to send it. Viewers of live pictures say how long one may wait.
	overloadOps    = "resize:1200,median:15"
	overloadBudget = "30" // ms

	// soon is how long a refusal may take. On a machine with little time for this test it may take
	// as long as an answer did when there was no overload, four frames at a time.
	soon = 50 * time.Millisecond

	// The capacity is measured between rounds of overload: what a second of CPU can do changes
	// with the machine's neighbours by a tenth and more within seconds.
	rounds   = 10
	warmUp   = time.Second
	measured = 2 * time.Second // each time
)

// TestOverload sends three times as many frames as the server can process. It must go on to
// process as many as it can, and refuse the others soon.
//
// As many as it can is by its own CPU time: the audience would have machines of its own, and
// what it computes to send three times as much here is not lost by the server. Refusals are.
// It also takes the caches that it shares with the server, so while the capacity is measured,
// the frames too many are sent too, to another server.
func TestOverload(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: no real binary")
	}
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	var calm, during outcome // of all trials: the more time, the less a neighbour weighs
	var faults []string
	for range trials {
		overloaded(t, program, &calm, &during)
		if faults = judge(t, &calm, &during); faults == nil {
			return
		}
		t.Log(strings.Join(faults, "; "))
	}
	t.Error(strings.Join(faults, "; "))
}

// overloaded adds what becomes of frames at the capacity of a server and of those beyond it.
func overloaded(t *testing.T, program string, calm, during *outcome) {
	s, err := service.Run(program, filepath.Join(dir, "certs"), "FRAMEPOST_WORKERS=2", "GOMAXPROCS=2")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Kill()
	audience, err := newAudience(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	defer audience.close()
	audience.busy(t.Context(), warmUp)
	rate := overload * audience.busy(t.Context(), measured).perSecond()
	for range rounds {
		calm.add(audience.elsewhere(t.Context(), measured, rate))
		during.add(audience.flood(t.Context(), *overloadFor/rounds, rate))
	}
}

// judge returns what is wrong.
func judge(t *testing.T, calm, during *outcome) (faults []string) {
	sent := float64(during.sent) / during.took.Seconds()
	t.Logf("capacity %.1f a second; of %.1f a second sent %.1f are answered, %d of %d refused, in %v (median), %d failed; "+
		"of a second of CPU %.1f, overloaded %.1f; CPUs %.2f, overloaded %.2f",
		calm.perSecond(), sent, during.perSecond(), len(during.refusals), during.sent, middle(during.refusals), during.failed,
		calm.perCPU(), during.perCPU(), calm.cpus(), during.cpus())
	if during.perCPU() < 0.95*calm.perCPU() {
		faults = append(faults, fmt.Sprintf("goodput is %.1f %% of the capacity", 100*during.perCPU()/calm.perCPU()))
	}
	if during.cpus() < 0.75*calm.cpus() {
		faults = append(faults, fmt.Sprintf("the workers are idle: %.2f CPUs are used, %.2f without overload", during.cpus(), calm.cpus()))
	}
	if sent < 0.9*overload*calm.perSecond() {
		faults = append(faults, fmt.Sprintf("only %.1f frames a second could be sent", sent))
	}
	if median, bound := middle(during.refusals), max(soon, middle(calm.answers)); median > bound {
		faults = append(faults, fmt.Sprintf("half of the refusals take more than %v; allowed are %v", median, bound))
	}
	if during.failed > 0 {
		faults = append(faults, fmt.Sprintf("%d frames have neither an answer nor a refusal", during.failed))
	}
	return faults
}

// audience is the viewers, each with a connection, from four addresses.
type audience struct {
	server  *service.Server
	other   *httptest.Server // refuses everything
	frame   []byte
	clients [viewers]*http.Client
}

func newAudience(ctx context.Context, s *service.Server) (*audience, error) {
	small, err := card(ctx, "resize:320")
	if err != nil {
		return nil, err
	}
	a := &audience{server: s, other: refusing(), frame: small}
	for i := range a.clients {
		a.clients[i] = client(fmt.Sprintf("127.0.0.%d", 1+i%4), true)
	}
	return a, nil
}

// card returns the test card after a chain.
func card(ctx context.Context, ops string) ([]byte, error) {
	p, err := pipeline.New(pipeline.Default())
	if err != nil {
		return nil, err
	}
	chain, err := p.Parse(ops)
	if err != nil {
		return nil, err
	}
	answer, err := p.Process(ctx, pipeline.Job{Body: pipeline.TestCard(), Chain: chain, Format: pipeline.JPEG, Quality: 80})
	if err != nil {
		return nil, err
	}
	defer answer.Body.Release()
	return bytes.Clone(answer.Body.Bytes), nil
}

// refusing starts a server that reads frames and refuses them.
func refusing() *httptest.Server {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	s.Config.Protocols = new(http.Protocols)
	s.Config.Protocols.SetUnencryptedHTTP2(true)
	s.Start()
	return s
}

func (a *audience) close() {
	a.other.Close()
	for _, c := range a.clients {
		c.CloseIdleConnections()
	}
}

// outcome is what has become of the frames sent.
type outcome struct {
	sent, answered, failed int
	answers, refusals      []time.Duration // how long each took
	took, cpu              time.Duration   // the server's CPU
}

func (o *outcome) perSecond() float64 { return float64(o.answered) / o.took.Seconds() }
func (o *outcome) perCPU() float64    { return float64(o.answered) / o.cpu.Seconds() }
func (o *outcome) cpus() float64      { return o.cpu.Seconds() / o.took.Seconds() }

// add counts another outcome with this one.
func (o *outcome) add(p *outcome) {
	o.sent, o.answered, o.failed = o.sent+p.sent, o.answered+p.answered, o.failed+p.failed
	o.answers, o.refusals = append(o.answers, p.answers...), append(o.refusals, p.refusals...)
	o.took, o.cpu = o.took+p.took, o.cpu+p.cpu
}

// middle returns the median.
func middle(times []time.Duration) time.Duration {
	if len(times) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(times))[len(times)/2]
}

// busy keeps the workers busy with four frames at a time, which is never too much.
func (a *audience) busy(ctx context.Context, duration time.Duration) *outcome {
	all := a.tally()
	began := time.Now()
	each(4, func(viewer int) {
		for n := 0; time.Since(began) < duration; n++ {
			all.count(a.send(ctx, base(a.server), viewer, n))
		}
	})
	return all.end()
}

// flood sends frames at a rate, whether or not those before have been answered.
func (a *audience) flood(ctx context.Context, duration time.Duration, perSecond float64) *outcome {
	all := a.tally()
	a.pour(ctx, base(a.server), duration, perSecond, all.count)
	return all.end()
}

// pour sends frames to a server at a rate, and returns when all have been answered.
func (a *audience) pour(ctx context.Context, server string, duration time.Duration, perSecond float64, count func(status int, took time.Duration)) {
	var wait sync.WaitGroup
	began := time.Now()
	for n := 0; ; n++ {
		due := time.Duration(float64(n) / perSecond * float64(time.Second))
		if due > duration {
			break
		}
		time.Sleep(due - time.Since(began))
		wait.Go(func() { count(a.send(ctx, server, n%viewers, n)) })
	}
	wait.Wait()
}

// elsewhere is busy, while as many frames as in a flood go to another server, which refuses all.
func (a *audience) elsewhere(ctx context.Context, duration time.Duration, perSecond float64) *outcome {
	var floods sync.WaitGroup
	floods.Go(func() { a.pour(ctx, a.other.URL, duration, perSecond, func(int, time.Duration) {}) })
	defer floods.Wait()
	return a.busy(ctx, duration)
}

// send sends the nth frame of all, and returns the status of its answer, or 0, and how long it
// took.
func (a *audience) send(ctx context.Context, server string, viewer, n int) (status int, took time.Duration) {
	began := time.Now()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server+wire.PathFrame+"?q=50&ops="+overloadOps, bytes.NewReader(a.frame))
	if err != nil {
		return 0, 0
	}
	r.Header.Set(wire.HeaderFrameID, fmt.Sprintf("viewer%d-%d", viewer, n))
	r.Header.Set(wire.HeaderFrameBudget, overloadBudget)
	answer, err := a.clients[viewer].Do(r)
	if err != nil {
		return 0, 0
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return 0, 0
	}
	return answer.StatusCode, time.Since(began)
}

// tally counts outcomes as they come.
type tally struct {
	server *service.Server
	began  time.Time
	cpu    time.Duration

	mu  sync.Mutex
	all outcome
}

func (a *audience) tally() *tally {
	cpu, _ := a.server.CPU()
	return &tally{server: a.server, began: time.Now(), cpu: cpu}
}

func (t *tally) count(status int, took time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all.sent++
	switch status {
	case http.StatusOK:
		t.all.answered++
		t.all.answers = append(t.all.answers, took)
	case http.StatusTooManyRequests, http.StatusServiceUnavailable: // busy, late
		t.all.refusals = append(t.all.refusals, took)
	default:
		t.all.failed++
	}
}

// end returns what has been counted until now.
func (t *tally) end() *outcome {
	cpu, _ := t.server.CPU()
	t.mu.Lock()
	defer t.mu.Unlock()
	o := t.all
	o.answers, o.refusals = slices.Clone(o.answers), slices.Clone(o.refusals)
	o.took, o.cpu = time.Since(t.began), cpu-t.cpu
	return &o
}

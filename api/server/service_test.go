package server

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"framepost/api/filter"
	"framepost/api/pipeline"
	"framepost/api/wire"
)

// TestServices checks what an answer says of services: their boxes, their times, and those without
// which the frame went on.
func TestServices(t *testing.T) {
	calls := []wire.Service{{Name: "look", Time: 7.5}, {Name: "detect", Time: 3, Skipped: wire.ReasonLate}}
	s := start(t, small(), fake{process: func(_ context.Context, job pipeline.Job) (pipeline.Answer, error) {
		answer := pipeline.Answer{W: 4, H: 3}
		if job.Format != nil {
			answer, _ = echo(job)
		}
		answer.Boxes = []wire.Detection{{Box: wire.Box{X: 1, W: 2, H: 3}, Label: "a cat", Score: 0.5}}
		answer.Services, answer.Timing.Services = calls, calls
		return answer, nil
	}})
	for _, c := range s.clients(t) {
		got := c.post(t, wire.PathFrame, jpegLike(100))
		for name, want := range map[string]string{wire.HeaderFrameBoxes: "1,0,2,3,0.50,a%20cat", wire.HeaderFrameSkipped: "detect;late"} {
			if value := got.Header.Get(name); value != want {
				t.Errorf("%s: %s is %q, want %q", c.name, name, value, want)
			}
		}
		if timing := got.Header.Get(wire.HeaderServerTiming); !strings.Contains(timing, "ops;dur=2.00,look;dur=7.50,detect;dur=3.00,encode") {
			t.Errorf("%s: the times are %s", c.name, timing)
		}
		got = c.post(t, wire.PathFrame, jpegLike(100), "Accept", "application/json")
		if want := `"boxes":[{"x":1,"y":0,"w":2,"h":3,"label":"a cat","score":0.5}]`; !strings.Contains(string(got.body), want) {
			t.Errorf("%s: got %s", c.name, got.body)
		}
	}
}

func TestServiceFailures(t *testing.T) {
	for code, status := range map[wire.Code]int{wire.SidecarFailed: http.StatusBadGateway, wire.SidecarLate: http.StatusGatewayTimeout} {
		s := start(t, small(), fake{process: func(context.Context, pipeline.Job) (pipeline.Answer, error) {
			return pipeline.Answer{}, &filter.Failure{Reply: &wire.Error{Code: code, Detail: "the service of the operation look is away"},
				Cause: errors.New("http://10.0.0.7 is secret")}
		}})
		for _, c := range s.clients(t) {
			got := c.post(t, wire.PathFrame, jpegLike(9))
			wantProblem(t, got, code)
			if got.StatusCode != status || !strings.Contains(string(got.body), "operation look") || strings.Contains(string(got.body), "10.0.0.7") {
				t.Errorf("%s: %d, %s", c.name, got.StatusCode, got.body)
			}
		}
	}
}

// TestServiceLeavesTheWorker has as many frames wait for a service as there are workers: another
// frame is answered meanwhile.
func TestServiceLeavesTheWorker(t *testing.T) {
	config := small()
	config.Workers = 2
	waiting, release := make(chan struct{}, 2), make(chan struct{})
	s := start(t, config, fake{process: func(ctx context.Context, job pipeline.Job) (pipeline.Answer, error) {
		if len(job.Body) == 200 {
			if err := filter.StepAside(ctx, func() { waiting <- struct{}{}; <-release }); err != nil {
				return pipeline.Answer{}, err
			}
		}
		return echo(job)
	}})
	c := s.clients(t)[0]
	done := make(chan int, 2)
	for range 2 {
		go func() { done <- c.post(t, wire.PathFrame, jpegLike(200)).StatusCode }()
	}
	<-waiting
	<-waiting
	if got := c.post(t, wire.PathFrame, jpegLike(100)); got.StatusCode != http.StatusOK {
		t.Errorf("a frame beside them gets %d", got.StatusCode)
	}
	close(release)
	for range 2 {
		if status := <-done; status != http.StatusOK {
			t.Errorf("one that waited gets %d", status)
		}
	}
}

package server

import (
	"context"
	"net/http"
	"testing"

	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/pipeline"
	"framepost/api/wire"
)

// A frame whose operation is still being compiled waits without a worker, and frames of other
// chains go by.
func TestReadyTakesNoWorker(t *testing.T) {
	ready, asked := make(chan struct{}), make(chan struct{}, 1)
	config := pipeline.Default()
	config.Filters = []filter.Filter{{
		Op: wire.Op{Name: "slow", Group: "art", Doc: "Is ready later."},
		Work: filter.Foreign{
			Ready: func(ctx context.Context) error {
				select {
				case asked <- struct{}{}:
				default:
				}
				select {
				case <-ready:
					return nil
				case <-ctx.Done():
					return ctx.Err()
				}
			},
			Do: func(context.Context, filter.Args, *frame.Frame) error { return nil },
		},
	}}
	p, err := pipeline.New(config)
	if err != nil {
		t.Fatal(err)
	}
	c := small()
	c.Workers, c.Queue = 1, 0
	h := start(t, c, p).h2c(t)
	card := string(pipeline.TestCard())
	later := make(chan answer, 1)
	go func() { later <- h.post(t, wire.PathFrame+"?ops=slow", card) }()
	<-asked
	if got := h.post(t, wire.PathFrame+"?ops=mirror", card); got.StatusCode != http.StatusOK {
		t.Errorf("another chain is answered with %s: %s", got.Status, got.body)
	}
	close(ready)
	if got := <-later; got.StatusCode != http.StatusOK {
		t.Errorf("the chain that has become ready is answered with %s: %s", got.Status, got.body)
	}
}

// What is said of operations, and what is remembered of chains, follows the pipeline.
func TestRefresh(t *testing.T) {
	p, err := pipeline.New(pipeline.Default())
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, small(), p)
	h := s.h2c(t)
	card := string(pipeline.TestCard())
	before := h.get(t, wire.PathOps)
	mine := filter.Filter{Op: wire.Op{Name: "mine", Group: "art", Doc: "Is mine."},
		Work: filter.Foreign{Do: func(context.Context, filter.Args, *frame.Frame) error { return nil }}}
	for _, filters := range [][]filter.Filter{{mine}, nil} {
		if err := p.SetFilters(filters); err != nil {
			t.Fatal(err)
		}
		s.Refresh()
		listed := h.get(t, wire.PathOps)
		if changed := listed.Header.Get("ETag") != before.Header.Get("ETag"); changed != (filters != nil) {
			t.Errorf("with %d operations of the operator's the list is another one: %v", len(filters), changed)
		}
		want := http.StatusOK
		if filters == nil {
			want = http.StatusBadRequest
		}
		if got := h.post(t, wire.PathFrame+"?ops=mine", card); got.StatusCode != want {
			t.Errorf("with %d operations of the operator's a frame is answered with %s", len(filters), got.Status)
		}
	}
}

package server

import (
	"context"
	"strings"
	"testing/fstest"

	"framepost/api/filter"
	"framepost/api/pipeline"
	"framepost/api/pool"
	"framepost/api/wire"
)

// fake is a pipeline whose answer is what a test says. Without that it answers every
// frame with its own bytes, as if they were 4×3 px.
type fake struct {
	process func(ctx context.Context, job pipeline.Job) (pipeline.Answer, error)
}

func (f fake) Process(ctx context.Context, job pipeline.Job) (pipeline.Answer, error) {
	if f.process != nil {
		return f.process(ctx, job)
	}
	return echo(job)
}

func (fake) Plan(pipeline.Job) (pipeline.Plan, error) { return pipeline.Plan{}, nil }
func (fake) Parse(ops string) (filter.Chain, error)   { return real.Parse(ops) }
func (fake) Preset(name string) (filter.Chain, error) { return real.Preset(name) }
func (fake) Catalogue() pipeline.Catalogue            { return real.Catalogue() }

func echo(job pipeline.Job) (pipeline.Answer, error) {
	b := pool.Get(len(job.Body))
	copy(b.Bytes, job.Body)
	return pipeline.Answer{Body: b, W: 4, H: 3, Timing: wire.Timing{Decode: 1, Ops: 2, Encode: 3}}, nil
}

// hold is a pipeline that keeps each frame until it is released, or its context ends.
type hold struct {
	fake
	entered chan context.Context
	release chan struct{}
}

func newHold() hold {
	h := hold{entered: make(chan context.Context, 100), release: make(chan struct{})}
	h.process = func(ctx context.Context, job pipeline.Job) (pipeline.Answer, error) {
		h.entered <- ctx
		select {
		case <-h.release:
			return echo(job)
		case <-ctx.Done():
			return pipeline.Answer{}, ctx.Err()
		}
	}
	return h
}

// real is the pipeline that the program runs.
var real = func() *pipeline.Pipeline {
	p, err := pipeline.New(pipeline.Default())
	if err != nil {
		panic(err)
	}
	return p
}()

var page = fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>page</title>")}}

// small is a configuration whose limits are quickly reached.
func small() Config {
	c := Default()
	c.MaxBytes = 64 << 10
	c.DrainDelay = 0
	return c
}

// jpegLike is n bytes that begin as a JPEG does.
func jpegLike(n int) string { return "\xff\xd8\xff" + strings.Repeat("x", n-3) }

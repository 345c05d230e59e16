package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"runtime"

	"framepost/api/filter"
	"framepost/api/pipeline"
	"framepost/api/wire"
)

// work is what a subcommand does with each picture, as its flags say.
type work struct {
	ops, preset *string // nil: not given
	quality     int
}

func (w *work) flags(flags *flag.FlagSet) {
	text := func(field **string) func(string) error {
		return func(value string) error {
			*field = &value
			return nil
		}
	}
	flags.Func("ops", "the `chain` of operations (default "+wire.DefaultChain+"); '' is none", text(&w.ops))
	flags.Func("preset", "the `name` of a preset, in place of --ops", text(&w.preset))
	flags.IntVar(&w.quality, "q", wire.DefaultQuality, fmt.Sprintf("the `quality` of JPEG, %d to %d", wire.MinQuality, wire.MaxQuality))
}

// check returns an error for flags that contradict each other or are out of range.
func (w *work) check() error {
	switch {
	case w.ops != nil && w.preset != nil:
		return misuse{errors.New("both --ops and --preset are given; only one is allowed")}
	case w.quality < wire.MinQuality || w.quality > wire.MaxQuality:
		return misuse{fmt.Errorf("--q is %d; allowed is %d to %d", w.quality, wire.MinQuality, wire.MaxQuality)}
	}
	return nil
}

// chain returns the operations.
func (w *work) chain(pipe *pipeline.Pipeline) (filter.Chain, error) {
	switch {
	case w.preset != nil:
		return pipe.Preset(*w.preset)
	case w.ops != nil:
		return pipe.Parse(*w.ops)
	}
	return pipe.Parse(wire.DefaultChain)
}

// job returns the work on a picture in a format, and the pipeline that does it, with the
// limits and the overlays of the environment.
func (w *work) job(ctx context.Context, c *config, format *pipeline.Format) (*pipeline.Pipeline, pipeline.Job, error) {
	if err := w.check(); err != nil {
		return nil, pipeline.Job{}, err
	}
	c.limitMemory()
	pipe, _, err := c.newPipeline(ctx, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, pipeline.Job{}, err
	}
	chain, err := w.chain(pipe)
	return pipe, pipeline.Job{Chain: chain, Format: format, Quality: w.quality}, err
}

// workers returns how many pictures are processed at once.
func (c *config) workers() int {
	if c.Server.Workers > 0 {
		return c.Server.Workers
	}
	return runtime.GOMAXPROCS(0)
}

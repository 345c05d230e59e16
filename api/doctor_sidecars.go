package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"framepost/api/filter"
	"framepost/api/pipeline"
	"framepost/api/sidecar"
)

// sidecars sends the test card to each sidecar, and takes them out of the configuration if their
// file is wrong.
func (r *report) sidecars(ctx context.Context, c *config) {
	if c.Sidecars == "" {
		return
	}
	r.section("Sidecars")
	list, err := c.loadSidecars()
	if err != nil {
		r.wrong(err.Error(), "correct the file; configs/sidecars.json is an example")
		c.Sidecars = ""
		return
	}
	for _, s := range list {
		s.Failure = sidecar.FailureFail // to learn what is wrong
		began := time.Now()
		if err := try(ctx, *c, s); err != nil {
			r.wrong(s.Name+" at "+s.Address.String()+": "+err.Error(), "start the service at this address, or correct what it answers")
			continue
		}
		r.ok("%s at %s: answers the test card after %d ms", s.Name, s.Address, time.Since(began).Milliseconds())
	}
}

// try has a sidecar work on the test card. Its error has what the sender of a frame is not told.
func try(ctx context.Context, c config, s sidecar.Sidecar) error {
	c.Pipeline.Services = sidecar.Services([]sidecar.Sidecar{s}, slog.New(slog.DiscardHandler))
	pipe, err := pipeline.New(c.Pipeline)
	if err != nil {
		return err
	}
	chain, err := pipe.Parse(s.Name)
	if err != nil {
		return err
	}
	_, err = pipe.Process(ctx, pipeline.Job{Body: pipeline.TestCard(), Chain: chain})
	var failure *filter.Failure
	if errors.As(err, &failure) {
		return failure.Cause
	}
	return err
}

package main

import (
	"context"
	"log/slog"

	"framepost/api/pipeline"
	"framepost/api/plugin"
	"framepost/api/sidecar"
)

// newPipeline returns the pipeline with all operations that the configuration names, and the
// modules among them; nil if there are none.
func (c *config) newPipeline(ctx context.Context, log *slog.Logger) (*pipeline.Pipeline, *plugin.Library, error) {
	modules, err := c.openFilters(ctx)
	if err != nil {
		return nil, nil, err
	}
	services, err := c.loadSidecars()
	if err != nil {
		return nil, nil, err
	}
	c.Pipeline.Services = sidecar.Services(services, log)
	pipe, err := pipeline.New(c.Pipeline)
	return pipe, modules, err
}

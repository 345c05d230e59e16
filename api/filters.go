package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"time"

	"framepost/api/filter"
	"framepost/api/pipeline"
	"framepost/api/plugin"
	"framepost/api/server"
)

// openFilters adds the modules of FRAMEPOST_FILTERS to the operations of the pipeline. Without a
// directory it returns nil.
func (c *config) openFilters(ctx context.Context) (*plugin.Library, error) {
	if c.Filters.Dir == "" {
		return nil, nil
	}
	c.Filters.Cache = c.filterCache()
	modules, err := plugin.Open(ctx, c.Filters)
	if err != nil {
		return nil, err
	}
	c.Pipeline.Filters = slices.Concat(c.Pipeline.Filters, modules.Filters())
	return modules, nil
}

// filterCache returns the directory that keeps compiled modules. Nobody has asked for the default
// one, so a home that can't be written is no error.
func (c *config) filterCache() string {
	if dir := c.Filters.Cache; dir == defaults().Filters.Cache && os.MkdirAll(dir, 0o700) != nil {
		return ""
	}
	return c.Filters.Cache
}

// watchInterval is how often the directory of filters is looked at. Whoever has saved a file
// expects to see its effect at once, and a second is long.
const watchInterval = 300 * time.Millisecond

// watchFilters has the server follow the directory of filters until ctx ends. A file that can't be
// loaded, for instance because it is still being written, changes nothing. others are the
// operator's operations that are no modules.
func watchFilters(ctx context.Context, modules *plugin.Library, others []filter.Filter, pipe *pipeline.Pipeline, srv *server.Server, log *slog.Logger) {
	tick := time.NewTicker(watchInterval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		changed, err := modules.Reload(ctx)
		if err == nil && changed {
			err = pipe.SetFilters(slices.Concat(others, modules.Filters()))
		}
		switch {
		case err != nil:
			log.Warn("the filters stay as they were", slog.Any("error", err))
		case changed:
			srv.Refresh()
			log.Info("filters read again", slog.String("operations", fmt.Sprint(modules.Names())))
		}
	}
}

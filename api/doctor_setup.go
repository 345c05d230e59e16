package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/KimMachineGun/automemlimit/memlimit"

	"framepost/api/kernel"
	"framepost/api/pipeline"
)

// settings reports every setting and where its value comes from. Those that are wrong are
// left out of the configuration that it returns.
func (r *report) settings(environ []string) config {
	r.section("Settings")
	c, err := readSettings(environ)
	for ; err != nil; c, err = readSettings(environ) {
		var bad *settingError
		if !errors.As(err, &bad) {
			r.wrong(err.Error(), "see framepost --help")
			return defaults()
		}
		r.wrong(err.Error(), "correct "+bad.name+" or unset it; framepost --help says what it may be")
		environ = slices.DeleteFunc(slices.Clone(environ), func(entry string) bool {
			return strings.HasPrefix(entry, bad.name+"=")
		})
	}
	for _, s := range settings(&c) {
		source := "by default"
		if slices.ContainsFunc(environ, func(entry string) bool {
			text, is := strings.CutPrefix(entry, s.name+"=")
			return is && strings.TrimSpace(text) != ""
		}) {
			source = "from the environment"
		}
		r.ok("%s=%s %s", s.name, shown(s.name, s.value()), source)
	}
	return c
}

// machine reports what the program finds around it, and sets the limit of memory as the
// server does.
func (r *report) machine(c *config) {
	r.section("Machine")
	r.vectors()
	r.workers(*c)
	r.memory(c)
}

// pipeline makes the pipeline, or returns nil.
func (r *report) pipeline(ctx context.Context, c config) *pipeline.Pipeline {
	r.section("Operations")
	pipe, _, err := c.newPipeline(ctx, slog.New(slog.DiscardHandler))
	if err != nil {
		r.wrong("the server does not start: "+err.Error(), "mend what this names")
		return nil
	}
	r.ok("%d operations", len(pipe.Catalogue().Ops))
	if ignored := pipe.Ignored(); len(ignored) > 0 {
		r.note("files that no chain can name are ignored: "+strings.Join(ignored, ", "), "rename them, with letters, digits, - and _ alone")
	}
	return pipe
}

func (r *report) vectors() {
	switch {
	case kernel.Instructions() != "":
		r.ok("vector instructions: %s", kernel.Instructions())
	case runtime.GOARCH == "amd64":
		r.note("no vector instructions: this binary was built without them, or the processor lacks AVX2",
			"build with GOEXPERIMENT=simd, as go tool task build does; frames are then processed faster")
	default:
		r.ok("no vector instructions: there are none for %s", runtime.GOARCH)
	}
}

func (r *report) workers(c config) {
	cpus := runtime.GOMAXPROCS(0)
	switch workers := c.Server.Workers; {
	case workers == 0:
		r.ok("workers: %d, one for each CPU", cpus)
	case workers > cpus:
		r.note(fmt.Sprintf("workers: %d share %d CPUs, and each frame takes longer", workers, cpus),
			"unset FRAMEPOST_WORKERS for one worker on each CPU")
	default:
		r.ok("workers: %d of %d CPUs", workers, cpus)
	}
}

func (r *report) memory(c *config) {
	all, err := memlimit.FromCgroup()
	source := "its cgroup"
	if err != nil || all > math.MaxInt64 {
		source = "the machine"
		if all, err = memlimit.FromSystem(); err != nil {
			all = math.MaxInt64
		}
	}
	setBy := "derived from the workers and what there is"
	switch {
	case c.MemoryLimit > 0:
		setBy = "from FRAMEPOST_MEMORY_LIMIT"
	case os.Getenv("GOMEMLIMIT") != "":
		setBy = "from GOMEMLIMIT"
	}
	c.limitMemory()
	limit := debug.SetMemoryLimit(-1)
	text := fmt.Sprintf("memory: %s has %s; the garbage collector's limit is %s, %s",
		source, mebibytes(all), mebibytes(uint64(limit)), setBy)
	switch {
	case uint64(limit) > all:
		r.wrong(text, "set FRAMEPOST_MEMORY_LIMIT below what there is, or the kernel ends the program when it is used up")
	case limit < int64(c.Server.Memory+aside+leastPictures):
		r.note(text+"; too little for large photos beside "+mebibytes(uint64(c.Server.Memory))+" of bodies and answers",
			"give it more memory, or lower FRAMEPOST_MEMORY")
	default:
		r.ok("%s", text)
	}
}

func mebibytes(n uint64) string { return fmt.Sprintf("%d MiB", n>>20) }

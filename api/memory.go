package main

import (
	"log/slog"
	"math"
	"runtime/debug"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

const (
	// memoryShare is how much of a cgroup's or machine's memory the collector may let the
	// program take: what the kernel counts beside it, buffers of sockets and the binary, and
	// what is taken faster than it is collected, is the rest.
	memoryShare = 0.75

	// aside is what takes memory beside bodies, answers and pictures: connections, stacks and
	// the program itself.
	aside = 48 << 20

	// leastPictures is enough for a photo of 12 megapixels.
	leastPictures = 64 << 20
)

// limitMemory sets the limit that the garbage collector keeps to, and bounds the pictures that
// are worked on by what it leaves. Where nothing limits the memory, or nobody can say, neither
// is done.
func (c *config) limitMemory() {
	if c.MemoryLimit > 0 {
		debug.SetMemoryLimit(int64(c.MemoryLimit))
	} else {
		// GOMEMLIMIT is left as it is. An error means that there is no limit.
		_, _ = memlimit.SetGoMemLimitWithOpts(memlimit.WithRatio(memoryShare), memlimit.WithLogger(slog.New(slog.DiscardHandler)),
			memlimit.WithProvider(memlimit.ApplyFallback(memlimit.FromCgroup, memlimit.FromSystem)))
	}
	if limit := debug.SetMemoryLimit(-1); limit < math.MaxInt64 {
		c.Server.Pictures = max(int(limit)-c.Server.Memory-aside, leastPictures)
	}
}

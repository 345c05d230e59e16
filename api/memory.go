package main

import (
	"math"
	"os"
	"runtime/debug"
	"sync"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

const (
	// memoryShare is how much of a cgroup's or machine's memory the collector may let the
	// program take: what the kernel counts beside it, buffers of sockets and the binary, and
	// what is taken faster than it is collected, is the rest.
	memoryShare = 0.7

	// memoryPerWorker is from where on the collector does not wait for the heap to double,
	// for each worker and two at least: a photo of 25 megapixels takes up to 230 MB while it
	// is decoded whole, as four inks or progressive. It keeps a laptop's memory for others,
	// and two workers within an instance of 512 MiB. Frames of cameras never come near it.
	memoryPerWorker = 192 << 20

	// aside is what takes memory beside bodies, answers and pictures: connections, stacks and
	// the program itself.
	aside = 48 << 20

	// leastPictures is enough for a photo of 12 megapixels.
	leastPictures = 64 << 20
)

// roomy is the garbage collector's percentage (GOGC). What a frame takes comes from pools, so
// what is collected is little and comes slowly; at Go's 100 the first collection would fall into
// the first frame after the start, when 4 MB are taken, and make it wait for 1 to 3 ms.
const roomy = 200

// available returns how many bytes the cgroup or else the machine has, 0 if nothing says it. The
// kernel takes its time to tell, so that a start asks before it needs to know.
var available = sync.OnceValue(func() uint64 {
	all, err := memlimit.ApplyFallback(memlimit.FromCgroup, memlimit.FromSystem)()
	if err != nil {
		return 0
	}
	return all
})

// limitMemory sets the limit that the garbage collector keeps to, and bounds the pictures that
// are worked on by what it leaves. FRAMEPOST_MEMORY_LIMIT counts, then GOMEMLIMIT, which
// the runtime has read; else what there is and what the workers need.
func (c *config) limitMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(roomy)
	}
	switch {
	case c.MemoryLimit > 0:
		debug.SetMemoryLimit(int64(c.MemoryLimit))
	case os.Getenv("GOMEMLIMIT") == "":
		limit := float64(max(c.workers(), 2) * memoryPerWorker)
		if all := available(); all > 0 {
			limit = min(limit, memoryShare*float64(all))
		}
		debug.SetMemoryLimit(int64(limit))
	}
	if limit := debug.SetMemoryLimit(-1); limit < math.MaxInt64 {
		c.Server.Pictures = max(int(limit)-c.Server.Memory-aside, leastPictures)
	}
}

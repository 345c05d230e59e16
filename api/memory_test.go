package main

import (
	"math"
	"runtime/debug"
	"testing"
)

// The limit is the setting's, or the environment's, or not more than what the workers need;
// what it leaves is for pictures.
func TestLimitMemory(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	for _, test := range []struct {
		name    string
		runtime int64  // the limit before, as the runtime has read it
		env     string // GOMEMLIMIT
		setting int
		workers int
		most    int64
		exactly bool
	}{
		{"as it is", math.MaxInt64, "", 0, 2, 2 * memoryPerWorker, false},
		{"one worker", math.MaxInt64, "", 0, 1, 2 * memoryPerWorker, false},
		{"many workers", math.MaxInt64, "", 0, 1024, 1024 * memoryPerWorker, false},
		{"set", math.MaxInt64, "", 200 << 20, 2, 200 << 20, true},
		{"set, and by the runtime", 1 << 30, "1GiB", 200 << 20, 2, 200 << 20, true},
		{"by the runtime", 1 << 30, "1GiB", 0, 2, 1 << 30, true},
		{"off", math.MaxInt64, "off", 0, 2, math.MaxInt64, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("GOMEMLIMIT", test.env)
			debug.SetMemoryLimit(test.runtime)
			c := defaults()
			c.MemoryLimit, c.Server.Workers = test.setting, test.workers
			c.limitMemory()
			limit := debug.SetMemoryLimit(-1)
			if limit > test.most || test.exactly && limit != test.most || limit < leastPictures {
				t.Errorf("the limit is %d bytes, want %d", limit, test.most)
			}
			if pictures := c.Server.Pictures; limit == math.MaxInt64 && pictures != 0 ||
				limit < math.MaxInt64 && pictures != max(int(limit)-c.Server.Memory-aside, leastPictures) {
				t.Errorf("%d bytes for pictures, of %d", pictures, limit)
			}
		})
	}
}

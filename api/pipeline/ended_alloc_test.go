//go:build !race

package pipeline

import (
	"context"
	"runtime"
	"runtime/debug"
	"testing"

	"framepost/api/filter/filtertest"
)

// A frame that is left on its way gives its buffers back: it allocates no more than one that is
// finished. (With the race detector, sync.Pool drops values at random.)
func TestEndedFramesKeepNothing(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // a pool does not find what another CPU keeps
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	p := newPipeline(t)
	allocated := func(ctx context.Context, job Job) int {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if answer, err := p.Process(ctx, job); err == nil {
			answer.Body.Release()
		}
		runtime.ReadMemStats(&after)
		return int(after.TotalAlloc - before.TotalAlloc)
	}
	endedJobs(t, p, func(name string, job Job) {
		whole := filtertest.NewCountdown(0)
		_ = allocated(whole, job) // fills the pools
		most := allocated(t.Context(), job) + 8<<10
		for i := 1; i <= 16; i++ {
			end := max(whole.Asked*i/16, 1)
			if got := allocated(filtertest.NewCountdown(end), job); got > most {
				t.Errorf("%s: ended at question %d of %d it allocates %d bytes, and finished %d", name, end, whole.Asked, got, most-8<<10)
			}
		}
	})
}

//go:build !race

package inflate

import (
	"compress/flate"
	"testing"
)

// A Reader that has been used before allocates nothing. With the race detector, sync.Pool
// drops values at random, so this test is for other builds.
func TestAllocations(t *testing.T) {
	var r Reader
	file := deflated(t, samples()["steps"], flate.DefaultCompression)
	allocations := testing.AllocsPerRun(20, func() {
		r.Reset(5000, file)
		for {
			if _, err := r.Next(5000); err != nil {
				break
			}
		}
		r.Release()
	})
	if allocations > 0 {
		t.Errorf("%v allocations", allocations)
	}
}

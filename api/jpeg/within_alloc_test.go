//go:build !race

package jpeg

import (
	"context"
	"testing"

	"framepost/api/frame"
)

// With the race detector, sync.Pool drops values at random, so this test is for other builds.
func TestEncodeWithinAllocates(t *testing.T) {
	f := photoFrame(640, 480, frame.YUV420)
	if n := testing.AllocsPerRun(100, func() {
		out, _, err := EncodeWithin(context.Background(), f, Limit{Bytes: 30_000, Worst: leastQuality, Best: 100})
		if err != nil {
			t.Fatal(err)
		}
		out.Release()
	}); n > 0 {
		t.Errorf("%v allocations in each call", n)
	}
}

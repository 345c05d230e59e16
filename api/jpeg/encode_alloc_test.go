//go:build !race

package jpeg

import (
	"testing"

	"framepost/api/frame"
)

// With the race detector, sync.Pool drops values at random, so this test is for other builds.
func TestEncodeAllocates(t *testing.T) {
	f := photoFrame(640, 480, frame.YUV420)
	if n := testing.AllocsPerRun(100, func() { lent(f, 85).Release() }); n > 0 {
		t.Errorf("%v allocations in each call", n)
	}
}

//go:build !race

package access

import (
	"testing"
	"time"
)

// A token is checked for every frame.
func TestCheckAllocatesNothing(t *testing.T) {
	k := ring(t, secret("k", 'x'))
	token := sign(t, k, Capability{Chains: []string{"resize:700,mirror,faces:pixelate"}, Limits: Limits{MaxPixels: 2e6, Rate: 30}})
	// Averaged over many: a garbage collection empties pools.
	allocations := testing.AllocsPerRun(1000, func() {
		if _, _, err := k.Check(token, "resize:700,mirror,faces:pixelate", time.Time{}); err != nil {
			t.Fatal(err)
		}
	})
	if allocations >= 1 {
		t.Errorf("%v allocations", allocations)
	}
}

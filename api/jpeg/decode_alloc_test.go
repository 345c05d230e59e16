//go:build !race

package jpeg

import (
	"context"
	"image"
	"testing"

	"github.com/gen2brain/jpegn"
)

// TestDecodeAllocates checks that a camera's picture is decoded in pooled memory: the only
// allocation is the frame. With the race detector, sync.Pool drops values at random, so this
// test is for other builds.
func TestDecodeAllocates(t *testing.T) {
	for _, progressive := range []bool{false, true} {
		data := encoded(t, photo(640, 480, image.YCbCrSubsampleRatio420), jpegn.EncodeOptions{Progressive: progressive})
		n := testing.AllocsPerRun(100, func() {
			h, err := ParseHeader(data)
			if err != nil {
				t.Fatal(err)
			}
			f, err := Decode(context.Background(), data, h, 1)
			if err != nil {
				t.Fatal(err)
			}
			f.Release()
		})
		if n > 1 {
			t.Errorf("progressive %v: %v allocations in each call", progressive, n)
		}
	}
}

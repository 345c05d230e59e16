//go:build !race

package png

import (
	"context"
	"testing"
)

// TestDecodeAllocates checks that a picture is decoded in pooled memory: the only allocation is
// the frame. With the race detector, sync.Pool drops values at random, so this test is for
// other builds.
func TestDecodeAllocates(t *testing.T) {
	for _, f := range []file{
		{w: 320, h: 240, colour: RGB, depth: 8, filter: -1},
		{w: 320, h: 240, colour: Palette, depth: 4, palette: randomBytes(48), interlaced: true},
	} {
		data := f.bytes(t)
		h, err := ParseHeader(data)
		if err != nil {
			t.Fatal(err)
		}
		n := testing.AllocsPerRun(100, func() {
			frame, err := Decode(context.Background(), data, h, 2)
			if err != nil {
				t.Fatal(err)
			}
			frame.Release()
		})
		if n > 1 {
			t.Errorf("%v allocations in each call", n)
		}
	}
}

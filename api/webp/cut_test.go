package webp

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"framepost/api/frame"
	"framepost/api/wire"
)

// A truncated file shows rows that equal those of the whole file, and white below.
func TestTruncated(t *testing.T) {
	for _, name := range []string{"lossy", "lossless", "alpha"} {
		data := read(t, name)
		want := decoded(t, data).Planes()[0]
		most := 0
		for n := 0; n < len(data); n += 3 {
			h, err := ParseHeader(data[:n])
			var got *frame.Frame
			if err == nil {
				got, err = Decode(context.Background(), h)
			}
			if err != nil {
				if e, ok := errors.AsType[*wire.Error](err); !ok || e.Code != wire.Undecodable {
					t.Fatalf("%s, %d bytes: %v", name, n, err)
				}
				continue
			}
			luma := got.Planes()[0]
			known := 0
			for known < luma.H && bytes.Equal(luma.Row(known), want.Row(known)) {
				known++
			}
			if known < most-2 { // rows may be equal by chance
				t.Errorf("%s, %d bytes: %d rows; with fewer bytes there were %d", name, n, known, most)
			}
			most = max(most, known)
			for y := known; y < luma.H; y++ {
				for x, v := range luma.Row(y) {
					if v != 255 {
						t.Fatalf("%s, %d bytes: %d,%d is neither the whole file's nor white", name, n, x, y)
					}
				}
			}
		}
		if most < 24 {
			t.Errorf("%s: at most %d rows are shown", name, most)
		}
	}
}

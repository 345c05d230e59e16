package jpeg

import (
	"bytes"
	"image"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gen2brain/jpegn"
)

// restarts returns a file with a row of blocks, each of which is an interval. In data, a number
// below 0xC0 is a block that many levels above grey, and any other is a marker.
func restarts(blocks int, data ...int) []byte {
	f := newFile().quantisation().frame(markerSOF0, 8*blocks, 8, 1, 0x11).segment(markerDRI, 0, 1).scan([]byte{1})
	for _, v := range data {
		if v < markerFirst {
			f.blocks(v)
		} else {
			f.bytes(0xFF, byte(v))
		}
	}
	return f.end()
}

// levels returns the levels of such a row.
func levels(t *testing.T, data []byte) (row []int) {
	p := decoded(t, data, 1).Planes()[0]
	for x := 0; x < p.W; x += 8 {
		row = append(row, int(p.Row(4)[x])-128)
	}
	return row
}

// intact is a row of 12 intervals; block i is at 2i, and the marker after it at 2i+1.
var intact = []int{1, 0xD0, 2, 0xD1, 3, 0xD2, 4, 0xD3, 5, 0xD4, 6, 0xD5, 7, 0xD6, 8, 0xD7, 9, 0xD0, 10, 0xD1, 11, 0xD2, 12}

func TestRestartDamage(t *testing.T) {
	for name, c := range map[string]struct{ data, want []int }{
		"intact":              {intact, []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}},
		"one marker lost":     {slices.Concat(intact[:5], intact[6:]), []int{1, 2, 3, 0, 5, 6, 7, 8, 9, 10, 11, 12}},
		"four intervals lost": {slices.Concat(intact[:5], intact[13:]), []int{1, 2, 3, 0, 0, 0, 0, 8, 9, 10, 11, 12}},
		"an interval twice":   {slices.Concat(intact[:5], intact[2:]), []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}},
		"cut off":             {intact[:9], []int{1, 2, 3, 4, 5, 0, 0, 0, 0, 0, 0, 0}},
		"the last two lost":   {intact[:20], []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0}},
		"two numbers wrong":   {slices.Concat(intact[:5], []int{0xD6, 4, 0xD1}, intact[8:]), []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}},
	} {
		if got := levels(t, restarts(12, c.data...)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestRestartNumberWrong changes the number of each marker to each other number. libjpeg
// recovers from only some of these.
func TestRestartNumberWrong(t *testing.T) {
	want := levels(t, restarts(12, intact...))
	for i := 1; i < len(intact); i += 2 {
		for wrong := range 8 {
			data := slices.Clone(intact)
			data[i] = markerRST0 + wrong
			if got := levels(t, restarts(12, data...)); !slices.Equal(got, want) {
				t.Errorf("marker %d is RST%d: %v", i/2, wrong, got)
			}
		}
	}
}

// TestRestartFalseMarker inserts each marker into the data of each interval. If that is the
// marker that comes next, the two cannot be distinguished, and the next interval is lost.
func TestRestartFalseMarker(t *testing.T) {
	want := levels(t, restarts(12, intact...))
	for i := 0; i < len(intact)-1; i += 2 {
		for marker := markerFirst; marker < 0xFF; marker++ {
			if marker == markerSOS {
				continue
			}
			want := slices.Clone(want)
			if marker == intact[i+1] {
				want[i/2+1] = 77
			}
			got := levels(t, restarts(12, slices.Concat(intact[:i+1], []int{marker, 77}, intact[i+1:])...))
			if !slices.Equal(got, want) {
				t.Errorf("FF %X in interval %d: %v, want %v", marker, i/2, got, want)
			}
		}
	}
}

// TestRestartReserved changes two bytes of a picture to FF 9F. No more is lost than the
// interval that contains them.
func TestRestartReserved(t *testing.T) {
	const w, h, perRow = 160, 96, 10 // an interval is a row of MCUs
	data := encoded(t, photo(w, h, image.YCbCrSubsampleRatio420), jpegn.EncodeOptions{Quality: 80, RestartInterval: perRow})
	whole := decoded(t, data, 1).Planes()[0]
	scan := bytes.Index(data, []byte{0xFF, markerSOS}) + 14
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		bad := slices.Clone(data)
		at := scan + r.IntN(len(data)-scan-4)
		if bytes.IndexByte(bad[at-1:at+3], 0xFF) >= 0 {
			continue // a marker would be lost as well
		}
		bad[at], bad[at+1] = 0xFF, 0x9F
		damaged := map[int]bool{}
		p := decoded(t, bad, 1).Planes()[0]
		for y := range h {
			if !bytes.Equal(p.Row(y), whole.Row(y)) {
				damaged[y/16] = true
			}
		}
		if len(damaged) > 1 {
			t.Fatalf("FF 9F at %d: rows of MCUs %v are damaged", at, damaged)
		}
	}
}

// TestDecodeLosesIntervals removes restart intervals: what follows them keeps its place, and
// what is missing is grey.
func TestDecodeLosesIntervals(t *testing.T) {
	whole := newFile().quantisation().frame(markerSOF0, 40, 8, 1, 0x11).segment(markerDRI, 0, 1)
	whole.scan([]byte{1}, 10).bytes(0xFF, 0xD0).blocks(20).bytes(0xFF, 0xD1).blocks(30).bytes(0xFF, 0xD2).blocks(40).bytes(0xFF, 0xD3).blocks(50)
	lossy := newFile().quantisation().frame(markerSOF0, 40, 8, 1, 0x11).segment(markerDRI, 0, 1)
	lossy.scan([]byte{1}, 10).bytes(0xFF, 0xD2).blocks(40).bytes(0xFF, 0xD3)
	for name, c := range map[string]struct {
		data []byte
		want []byte
	}{
		"whole":             {whole.end(), []byte{138, 148, 158, 168, 178}},
		"2, 3 and 5 lost":   {lossy.end(), []byte{138, 128, 128, 168, 128}},
		"everything is 1st": {newFile().quantisation().frame(markerSOF0, 40, 8, 1, 0x11).scan([]byte{1}, 10, 10, 10).end(), []byte{138, 148, 158, 128, 128}},
	} {
		row := decoded(t, c.data, 1).Planes()[0].Row(4)
		for i, want := range c.want {
			if row[8*i] != want {
				t.Errorf("%s: block %d is %d, want %d", name, i, row[8*i], want)
			}
		}
	}
}

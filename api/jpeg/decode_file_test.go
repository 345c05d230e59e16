package jpeg

import (
	"bytes"
	"encoding/binary"
	"image"
	"slices"
	"testing"

	"github.com/gen2brain/jpegn"
)

// photo returns a picture like those of cameras: gradients, edges, texture, noise.
func photo(w, h int, ratio image.YCbCrSubsampleRatio) *image.YCbCr {
	img := image.NewYCbCr(image.Rect(0, 0, w, h), ratio)
	seed := uint32(1)
	noise := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>24) * n / 256
	}
	for y := range h {
		for x := range w {
			v := 40 + 100*x/w + 60*y/h + noise(8)
			if (x/24+y/24)%3 == 0 {
				v += 40 * (x % 7 / 4)
			}
			img.Y[img.YOffset(x, y)] = uint8(v)
			c := img.COffset(x, y)
			img.Cb[c] = uint8(90 + 80*x/w + noise(3))
			img.Cr[c] = uint8(100 + 60*y/h + 30*(x/40%2))
		}
	}
	return img
}

// encoded returns img as a JPEG, written by another encoder.
func encoded(t testing.TB, img image.Image, opt jpegn.EncodeOptions) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := jpegn.Encode(&buf, img, &opt); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// file writes files that no encoder writes, segment by segment. Their blocks have only a DC
// coefficient.
type file struct{ b []byte }

func newFile() *file { return &file{[]byte{0xFF, markerSOI}} }

func (f *file) bytes(b ...byte) *file {
	f.b = append(f.b, b...)
	return f
}

func (f *file) segment(marker byte, body ...byte) *file {
	f.bytes(0xFF, marker)
	f.b = binary.BigEndian.AppendUint16(f.b, uint16(len(body)+2))
	return f.bytes(body...)
}

// quantisation writes table 0 with steps of 8, so that a DC coefficient of 1 is one level.
func (f *file) quantisation() *file {
	return f.segment(markerDQT, append([]byte{0}, bytes.Repeat([]byte{8}, 64)...)...)
}

// frame writes a frame header. components are the identifier and the sampling factors of each:
// 1, 0x22 for component 1 with 2×2.
func (f *file) frame(marker byte, w, h int, components ...byte) *file {
	body := []byte{8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), byte(len(components) / 2)}
	for c := range slices.Chunk(components, 2) {
		body = append(body, c[0], c[1], 0)
	}
	return f.segment(marker, body...)
}

// scan writes a scan of the components with these identifiers. Its blocks have the DC
// differences dcs and nothing else.
func (f *file) scan(ids []byte, dcs ...int) *file {
	body := []byte{byte(len(ids))}
	for _, id := range ids {
		body = append(body, id, 0)
	}
	f.segment(markerSOS, append(body, 0, 63, 0)...)
	return f.blocks(dcs...)
}

// blocks writes entropy-coded data with the typical luma tables.
func (f *file) blocks(dcs ...int) *file {
	var w testBits
	for _, dc := range dcs {
		w.dc(dc)
		w.put(0b1010, 4) // EOB
	}
	return f.bytes(w.bytes()...)
}

func (f *file) end() []byte { return append(f.b, 0xFF, markerEOI) }

// testBits writes bits in the simplest way.
type testBits struct {
	b    []byte
	acc  byte
	bits int
}

func (w *testBits) put(v, n int) {
	for i := n - 1; i >= 0; i-- {
		w.acc = w.acc<<1 | byte(v>>i&1)
		if w.bits++; w.bits%8 == 0 {
			if w.b = append(w.b, w.acc); w.acc == 0xFF {
				w.b = append(w.b, 0)
			}
		}
	}
}

// dc writes a DC difference of -255 to 255 with the typical luma table (T.81 table K.3).
func (w *testBits) dc(v int) {
	codes := [...][2]int{{0b00, 2}, {0b010, 3}, {0b011, 3}, {0b100, 3}, {0b101, 3}, {0b110, 3}, {0b1110, 4}, {0b11110, 5}, {0b111110, 6}}
	size := 0
	for size < len(codes) && (v >= 1<<size || -v >= 1<<size) {
		size++
	}
	w.put(codes[size][0], codes[size][1])
	if v < 0 {
		v += 1<<size - 1
	}
	w.put(v, size)
}

func (w *testBits) bytes() []byte {
	for w.bits%8 != 0 {
		w.put(1, 1)
	}
	return w.b
}

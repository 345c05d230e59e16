package jpeg

import (
	"bytes"
	"runtime"
	"testing"
)

func TestSizeAndMemory(t *testing.T) {
	colour := []byte{1, 0x22, 2, 0x11, 3, 0x11}
	for _, c := range []struct {
		name          string
		marker        byte
		w, h          int
		components    []byte
		scale         int
		width, height int
		memory        int
	}{
		{"108 MP", markerSOF0, 12_001, 9000, colour, 8, 1501, 1125, 1501*1125 + 2*751*563},
		{"108 MP whole", markerSOF0, 12_000, 9000, colour, 1, 12_000, 9000, 12_000 * 9000 * 3 / 2},
		{"108 MP progressive", markerSOF2, 12_000, 9000, colour, 8, 1500, 1125, 1500*1125 + 2*750*563 + 2*(1500*1126+2*750*563)},
		{"24 MP progressive 4:4:4", markerSOF2, 6000, 4000, []byte{1, 0x11, 2, 0x11, 3, 0x11}, 1, 6000, 4000, 6000*4000*3 + 138*750*500*3},
		{"grey at 1/4", markerSOF2, 16, 16, []byte{1, 0x11}, 4, 4, 4, 16 + 74*4},
		{"ink", markerSOF0, 80, 16, []byte{1, 0x11, 2, 0x11, 3, 0x11, 4, 0x11}, 2, 40, 8, 4*40*8 + 4*80*16},
	} {
		h, err := ParseHeader(newFile().frame(c.marker, c.w, c.h, c.components...).end())
		if err != nil {
			t.Fatal(err)
		}
		if width, height := h.Size(c.scale); width != c.width || height != c.height {
			t.Errorf("%s: %d×%d, want %d×%d", c.name, width, height, c.width, c.height)
		}
		if got := h.Memory(c.scale); got != c.memory {
			t.Errorf("%s: %d bytes, want %d", c.name, got, c.memory)
		}
		if h.coefficients(c.scale) > maxCoefficients {
			t.Errorf("%s: refused", c.name)
		}
	}
}

// TestMemoryOfLargePhotos decodes 48 megapixels at 1/8, sequential and progressive. No more
// memory is allocated than Memory returns, plus that of a decoder and the rounding by the
// pool's classes.
func TestMemoryOfLargePhotos(t *testing.T) {
	const w, h = 8000, 6000
	flat := func(marker byte, last byte) []byte {
		f := newFile().quantisation().frame(marker, w, h, 1, 0x11).segment(markerSOS, 1, 1, 0, 0, last, 0)
		bits := 6 // of a block: 00 for the DC, 1010 for the end
		if last == 0 {
			bits = 2
		}
		code := []byte{0b00101000, 0b10100010, 0b10001010}
		if last == 0 {
			code = []byte{0}
		}
		return f.bytes(bytes.Repeat(code, w*h/64*bits/8/len(code))...).end()
	}
	for name, data := range map[string][]byte{"sequential": flat(markerSOF0, 63), "progressive": flat(markerSOF2, 0)} {
		header, err := ParseHeader(data)
		if err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.GC() // twice, so that the pools are empty
		runtime.GC()
		runtime.ReadMemStats(&before)
		f := decoded(t, data, 8)
		runtime.ReadMemStats(&after)
		if f.W != w/8 || f.H != h/8 || f.Planes()[0].Row(h/8 - 1)[w/8-1] != 128 {
			t.Errorf("%s: %d×%d", name, f.W, f.H)
		}
		const decoder = 1 << 18
		if took := int(after.TotalAlloc - before.TotalAlloc); took > 2*header.Memory(8)+decoder {
			t.Errorf("%s: %d bytes, Memory says %d", name, took, header.Memory(8))
		}
	}
}

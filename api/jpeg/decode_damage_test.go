package jpeg

import (
	"bytes"
	"context"
	"errors"
	"image"
	"math/rand/v2"
	"slices"
	"testing"

	"framepost/api/frame"
	"framepost/api/wire"

	"github.com/gen2brain/jpegn"
)

// TestDecodeTruncated truncates files at every length: as soon as the first block is there, the
// result is a picture of the right size, without any samples that the memory held before.
func TestDecodeTruncated(t *testing.T) {
	for _, progressive := range []bool{false, true} {
		data := encoded(t, photo(40, 24, image.YCbCrSubsampleRatio420), jpegn.EncodeOptions{Progressive: progressive, RestartInterval: 2})
		scan := bytes.Index(data, []byte{0xFF, markerSOS})
		shown := 0
		for n := range data {
			h, err := ParseHeader(data[:n])
			if err != nil {
				continue
			}
			for _, scale := range []int{1, 2, 4, 8} {
				dirty(40, 24, 255)
				f, err := Decode(context.Background(), data[:n], h, scale)
				if err != nil {
					if failure, ok := errors.AsType[*wire.Error](err); !ok || failure.Code != wire.Undecodable || shown > 0 {
						t.Fatalf("%d bytes: %v", n, err)
					}
					continue
				}
				shown++
				if f.W != ceilDiv(40, scale) || f.H != ceilDiv(24, scale) {
					t.Fatalf("%d bytes: %d×%d", n, f.W, f.H)
				}
				dirty(40, 24, 0)
				g, err := Decode(context.Background(), data[:n], h, scale)
				if err != nil {
					t.Fatal(err)
				}
				if farthest(t, f.Planes(), g.Planes()) != 0 {
					t.Fatalf("%d bytes at 1/%d: old memory shows", n, scale)
				}
				f.Release()
				g.Release()
			}
		}
		if lengths := len(data) - scan - 80; shown < 4*lengths {
			t.Errorf("progressive %v: %d of some %d lengths are shown", progressive, shown/4, lengths)
		}
	}
}

// dirty fills pooled memory with a picture of samples v.
func dirty(w, h int, v byte) {
	f := frame.New(w, h, frame.YUV420)
	for _, p := range f.Planes() {
		for i := range p.Pix {
			p.Pix[i] = v
		}
	}
	f.Release()
}

func TestDecodeRefuses(t *testing.T) {
	head := func() *file { return newFile().quantisation().frame(markerSOF0, 16, 8, 1, 0x11) }
	for name, data := range map[string][]byte{
		"no scan":                   head().end(),
		"empty scan":                head().scan([]byte{1}).end(),
		"one block cut":             func() []byte { b := head().scan([]byte{1}, 255).b; return b[:len(b)-1] }(),
		"no quantisation table":     newFile().frame(markerSOF0, 16, 8, 1, 0x11).scan([]byte{1}, 0, 0).end(),
		"Huffman table 3":           head().segment(markerSOS, 1, 1, 0x33, 0, 63, 0).blocks(0, 0).end(),
		"unknown component":         head().scan([]byte{2}, 0, 0).end(),
		"component twice":           head().scan([]byte{1, 1}, 0, 0).end(),
		"too many codes":            head().segment(markerDHT, append([]byte{0, 3}, make([]byte, 18)...)...).scan([]byte{1}, 0, 0).end(),
		"half a quantisation table": newFile().segment(markerDQT, make([]byte, 40)...).frame(markerSOF0, 16, 8, 1, 0x11).scan([]byte{1}, 0, 0).end(),
		"AC of several components":  newFile().quantisation().frame(markerSOF2, 8, 8, 1, 0x11, 2, 0x11, 3, 0x11).segment(markerSOS, 2, 1, 0, 2, 0, 1, 63, 0).blocks(0).end(),
		"21783 scans":               bombs()["21783 scans"],
	} {
		h, err := ParseHeader(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_, err = Decode(context.Background(), data, h, 1)
		if failure, ok := errors.AsType[*wire.Error](err); !ok || failure.Code != wire.Undecodable || failure.Detail == "" {
			t.Errorf("%s: %v, want %s", name, err, wire.Undecodable)
		}
	}
	large := newFile().frame(markerSOF2, 65535, 1500, 1, 0x11).segment(markerSOS, 1, 1, 0, 0, 0, 0).end()
	h, err := ParseHeader(large)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = Decode(context.Background(), large, h, 1); err == nil || err.(*wire.Error).Code != wire.TooManyPixels {
		t.Errorf("a large progressive picture: %v, want %s", err, wire.TooManyPixels)
	}
}

// TestDecodeDamaged changes bytes of the entropy-coded data: the result is a picture unless not
// even the first block is left.
func TestDecodeDamaged(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, progressive := range []bool{false, true} {
		data := encoded(t, photo(60, 50, image.YCbCrSubsampleRatio420), jpegn.EncodeOptions{Quality: 90, Progressive: progressive, RestartInterval: 4})
		scan := bytes.Index(data, []byte{0xFF, markerSOS}) + 20
		for range 2000 {
			bad := slices.Clone(data)
			for range 1 + r.IntN(4) {
				bad[scan+r.IntN(len(bad)-scan)] = byte(r.Uint32())
			}
			h, err := ParseHeader(bad)
			if err != nil {
				t.Fatal(err)
			}
			f, err := Decode(context.Background(), bad, h, 1<<r.IntN(4))
			if err == nil {
				f.Release()
			} else if slices.Equal(bad[:scan+200], data[:scan+200]) {
				t.Fatal(err)
			}
		}
	}
}

// TestDecodeScanBomb decodes a progressive picture of scans without data, which must not change
// the picture. BenchmarkDecode measures what they cost.
func TestDecodeScanBomb(t *testing.T) {
	plain := progressiveFlat(0)
	if d := farthest(t, decoded(t, progressiveFlat(MaxScans-1), 1).Planes(), decoded(t, plain, 1).Planes()); d != 0 {
		t.Errorf("empty scans change samples by %d levels", d)
	}
}

// progressiveFlat is a flat progressive picture with empty scans after the first.
func progressiveFlat(scans int) []byte {
	const w, h = 1024, 1024
	f := newFile().quantisation().frame(markerSOF2, w, h, 1, 0x11).segment(markerSOS, 1, 1, 0, 0, 0, 0)
	var dc testBits
	dc.dc(20)
	for range w*h/64 - 1 {
		dc.dc(0)
	}
	f.bytes(dc.bytes()...)
	for i := range scans {
		high := byte(i%2) << 4
		f.segment(markerSOS, 1, 1, 0, 1, 63, high)
	}
	return f.end()
}

// Tables for which there is no code: they have more codes of a length than its bits allow, or
// more than 256 symbols.
func TestImpossibleHuffmanTables(t *testing.T) {
	tooMany := append([]byte{0x10}, make([]byte, 16)...)
	tooMany[11], tooMany[12], tooMany[13] = 200, 50, 50 // 300 codes, which the lengths alone would allow
	tooMany = append(tooMany, make([]byte, 300)...)
	overflow := append([]byte{0x10}, make([]byte, 16)...)
	overflow[1] = 3
	overflow = append(overflow, 1, 2, 3)
	for name, table := range map[string][]byte{"300 codes": tooMany, "3 codes of one bit": overflow} {
		file := newFile().quantisation().segment(markerDHT, table...).frame(markerSOF0, 8, 8, 1, 0x11).scan([]byte{1}, 0).end()
		h, err := ParseHeader(file)
		if err == nil {
			_, err = Decode(context.Background(), file, h, 1)
		}
		if !errors.Is(err, errDHT) {
			t.Errorf("%s: the error is %v, want %v", name, err, errDHT)
		}
	}
}

package webp

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/draw"
	"math"
	"os"
	"path/filepath"
	"testing"

	"framepost/api/frame"
	"framepost/api/wire"

	"golang.org/x/image/webp"
)

// read reads one of the files that cwebp has made of a picture of 61×45 px.
func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".webp"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func inChunk(kind string, data []byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(data)))
	return append(append(out, data...), make([]byte, len(data)&1)...)
}

func riff(parts ...[]byte) []byte {
	body := append([]byte("WEBP"), bytes.Join(parts, nil)...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

// bitstream returns the chunk with the only picture of a file.
func bitstream(t testing.TB, name string) []byte {
	t.Helper()
	h, err := ParseHeader(read(t, name))
	if err != nil {
		t.Fatal(err)
	}
	if h.lossless {
		return inChunk("VP8L", h.data)
	}
	return inChunk("VP8 ", h.data)
}

func vp8x(flags byte, w, h int) []byte {
	return inChunk("VP8X", []byte{flags, 0, 0, 0, byte(w - 1), byte((w - 1) >> 8), 0, byte(h - 1), byte((h - 1) >> 8), 0})
}

func decoded(t testing.TB, data []byte) *frame.Frame {
	t.Helper()
	h, err := ParseHeader(data)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Decode(context.Background(), h)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// reference returns the picture that x/image decodes, in full range, and blended with white as
// red, green and blue.
func reference(t testing.TB, data []byte) *frame.Frame {
	t.Helper()
	img, err := webp.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	widen := func(samples []byte, low, span float64, zero float64) {
		for i, v := range samples {
			samples[i] = byte(math.Floor(min(max((float64(v)-low)*255/span+zero, 0), 255) + 0.5))
		}
	}
	full := func(img *image.YCbCr) {
		widen(img.Y, 16, 219, 0)
		widen(img.Cb, 128, 224, 128)
		widen(img.Cr, 128, 224, 128)
	}
	switch img := img.(type) {
	case *image.YCbCr:
		full(img)
		w, h := img.Rect.Dx(), img.Rect.Dy()
		cw, ch := frame.YUV420.ChromaSize(w, h)
		return frame.Of(frame.YUV420, frame.Plane{Pix: img.Y, Stride: img.YStride, W: w, H: h},
			frame.Plane{Pix: img.Cb, Stride: img.CStride, W: cw, H: ch}, frame.Plane{Pix: img.Cr, Stride: img.CStride, W: cw, H: ch})
	case *image.NYCbCrA:
		full(&img.YCbCr)
	}
	flat := image.NewRGBA(img.Bounds())
	draw.Draw(flat, flat.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(flat, flat.Rect, img, image.Point{}, draw.Over)
	return frame.OfNRGBA(&image.NRGBA{Pix: flat.Pix, Stride: flat.Stride, Rect: flat.Rect})
}

// distance returns the PSNR of two frames in dB, over the samples of their planes.
func distance(t testing.TB, a, b *frame.Frame) float64 {
	t.Helper()
	if a.W != b.W || a.H != b.H || a.Sampling() != b.Sampling() {
		t.Fatalf("%d×%d of sampling %d; want %d×%d of %d", a.W, a.H, a.Sampling(), b.W, b.H, b.Sampling())
	}
	sum, n := 0.0, 0
	for i, p := range a.Planes() {
		for y := range p.H {
			for x, v := range p.Row(y) {
				d := float64(v) - float64(b.Planes()[i].Row(y)[x])
				sum, n = sum+d*d, n+1
			}
		}
	}
	return 10 * math.Log10(255*255*float64(n)/max(sum, 1e-9))
}

const same = 100 // dB: a single different sample results in less

func TestDecode(t *testing.T) {
	for name, db := range map[string]float64{"lossy": same, "lossless": same, "lossless-alpha": 50, "alpha": 50, "alpha-compressed": 50} {
		data := read(t, name)
		if got := distance(t, decoded(t, data), reference(t, data)); got < db {
			t.Errorf("%s: %.1f dB; want %v", name, got, db)
		}
	}
}

// With any filter, the available bytes result in some alphas.
func TestAlphaFilters(t *testing.T) {
	data := read(t, "alpha")
	flags := bytes.Index(data, []byte("ALPH")) + 8
	for filter := byte(0); filter < 4; filter++ {
		data[flags] = filter << 2
		h, err := ParseHeader(data)
		if err != nil {
			t.Fatal(err)
		}
		img, err := webp.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := h.decodeAlpha(t.Context()), img.(*image.NYCbCrA).A; !bytes.Equal(got, want) {
			t.Errorf("filter %d: %v; want %v", filter, got[:61], want[:61])
		}
	}
}

// Alpha that is announced but missing or damaged is ignored.
func TestWithoutAlpha(t *testing.T) {
	const alphaFlag = 1 << 4
	want := decoded(t, read(t, "lossy"))
	for name, alpha := range map[string][]byte{
		"missing":    nil,
		"empty":      inChunk("ALPH", nil),
		"too short":  inChunk("ALPH", []byte{0, 1, 2, 3}),
		"damaged":    inChunk("ALPH", []byte{1, 0xFF, 0xFF}),
		"wrong kind": inChunk("ALPH", bytes.Repeat([]byte{2}, 61*45+1)),
	} {
		data := riff(vp8x(alphaFlag, 61, 45), alpha, bitstream(t, "lossy"))
		if db := distance(t, decoded(t, data), want); db < same {
			t.Errorf("%s: %.1f dB from opaque", name, db)
		}
	}
}

// The first frame of an animation is at its place on the canvas.
func TestAnimation(t *testing.T) {
	for _, name := range []string{"lossy", "lossless"} {
		place := []byte{10 / 2, 0, 0, 6 / 2, 0, 0, 60, 0, 0, 44, 0, 0, 100, 0, 0, 0}
		first := inChunk("ANMF", append(place, bitstream(t, name)...))
		second := inChunk("ANMF", append(make([]byte, 16), bitstream(t, "lossless-alpha")...))
		data := riff(vp8x(2, 80, 60), inChunk("ANIM", make([]byte, 6)), first, second)
		got, want := decoded(t, data), decoded(t, read(t, name))
		if got.W != 80 || got.H != 60 {
			t.Fatalf("%d×%d", got.W, got.H)
		}
		for i, p := range want.Planes() {
			x, y := 10>>min(i, 1), 6>>min(i, 1)
			for row := range p.H {
				if !bytes.Equal(got.Planes()[i].Row(y + row)[x:][:p.W], p.Row(row)) {
					t.Fatalf("%s: row %d of plane %d differs", name, row, i)
				}
			}
			outside := got.Planes()[i]
			if outside.Row(0)[0] != white(i) || outside.Row(outside.H - 1)[outside.W-1] != white(i) {
				t.Errorf("%s: plane %d is not white outside the frame", name, i)
			}
		}
	}
}

func TestMetadata(t *testing.T) {
	exif := "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"
	for _, prefix := range []string{"", "Exif\x00\x00"} {
		data := riff(vp8x(0, 61, 45), inChunk("ICCP", []byte("profile")), bitstream(t, "lossy"), inChunk("EXIF", []byte(prefix+exif)))
		h, err := ParseHeader(data)
		if err != nil || h.Orientation != 6 || string(h.Profile) != "profile" {
			t.Errorf("%d, %q, %v", h.Orientation, h.Profile, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	huge := riff(inChunk("VP8L", []byte{lossless, 0xFF, 0xFF, 0xFF, 0x0F}))
	if h, err := ParseHeader(huge); err != nil || h.W != 16384 || h.H != 16384 {
		t.Errorf("%d×%d, %v", h.W, h.H, err)
	}
	frameOf := func(x byte) []byte {
		return inChunk("ANMF", append([]byte{x, 15: 0}, bitstream(t, "lossy")...))
	}
	for name, data := range map[string][]byte{
		"nothing":              nil,
		"no chunk":             riff(),
		"no pixels":            riff(vp8x(0, 5, 5)),
		"no start code":        riff(inChunk("VP8 ", make([]byte, 20))),
		"no signature":         riff(inChunk("VP8L", make([]byte, 20))),
		"beyond the canvas":    riff(vp8x(2, 61, 45), frameOf(1)),
		"frame without pixels": riff(vp8x(2, 61, 45), inChunk("ANMF", make([]byte, 16))),
	} {
		_, err := ParseHeader(data)
		if e, ok := errors.AsType[*wire.Error](err); !ok || e.Code != wire.Undecodable || e.Detail == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, data := range map[string][]byte{
		"inter frame": riff(inChunk("VP8 ", []byte{1, 0, 0, 0x9d, 1, 0x2a, 1, 0, 1, 0, 0})),
		"header only": huge[:20+5],
	} {
		h, err := ParseHeader(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		h.W, h.H, h.w, h.h = min(h.w, 9), min(h.h, 9), min(h.w, 9), min(h.h, 9)
		_, err = Decode(context.Background(), h)
		if e, ok := errors.AsType[*wire.Error](err); !ok || e.Code != wire.Undecodable {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzDecode compares with x/image's own container, which refuses damaged files.
func FuzzDecode(f *testing.F) {
	for _, name := range []string{"lossy", "lossless", "lossless-alpha", "alpha", "alpha-compressed"} {
		data := read(f, name)
		f.Add(data)
		f.Add(data[:len(data)*2/3])
	}
	f.Add(riff(vp8x(2, 80, 60), inChunk("ANMF", append(make([]byte, 16), bitstream(f, "lossy")...))))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := ParseHeader(data)
		if err != nil || h.W*h.H > 1<<16 || h.W < 1 || h.H < 1 {
			return
		}
		got, err := Decode(context.Background(), h)
		if err != nil {
			if e, ok := errors.AsType[*wire.Error](err); !ok || e.Detail == "" {
				t.Fatal(err)
			}
			return
		}
		defer got.Release()
		if got.W != h.W || got.H != h.H {
			t.Fatalf("%d×%d became %d×%d", h.W, h.H, got.W, got.H)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for _, name := range []string{"lossy", "lossless", "alpha"} {
		data := read(b, name)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				decoded(b, data).Release()
			}
		})
	}
}

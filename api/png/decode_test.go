package png

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	stdpng "image/png"
	"testing"

	"framepost/api/frame"
	"framepost/api/wire"
)

func decoded(t testing.TB, data []byte, shrink int) *frame.Frame {
	t.Helper()
	h, err := ParseHeader(data)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Decode(context.Background(), data, h, shrink)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// reference returns the picture that image/png decodes, on white.
func reference(t testing.TB, data []byte) *frame.Frame {
	t.Helper()
	img, err := stdpng.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	b := img.Bounds()
	h, _ := ParseHeader(data)
	if h.Colour.gray() {
		f := frame.New(b.Dx(), b.Dy(), frame.Gray)
		for y := range b.Dy() {
			for x := range b.Dx() {
				f.Planes()[0].Row(y)[x] = onWhite(img.At(x, y)).R
			}
		}
		return f
	}
	flat := image.NewNRGBA(b)
	for y := range b.Dy() {
		for x := range b.Dx() {
			flat.SetNRGBA(x, y, onWhite(img.At(x, y)))
		}
	}
	return frame.OfNRGBA(flat)
}

// onWhite uses the upper 8 of 16 bits, as Decode does.
func onWhite(c color.Color) color.NRGBA {
	var p color.NRGBA
	switch c := c.(type) {
	case color.NRGBA:
		p = c
	case color.NRGBA64:
		p = color.NRGBA{uint8(c.R >> 8), uint8(c.G >> 8), uint8(c.B >> 8), uint8(c.A >> 8)}
	default: // opaque
		r, g, b, _ := c.RGBA()
		p = color.NRGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}
	}
	lay := func(v uint8) uint8 { return uint8((int(v)*int(p.A) + 255*(255-int(p.A)) + 127) / 255) }
	return color.NRGBA{lay(p.R), lay(p.G), lay(p.B), 255}
}

func checkSame(t *testing.T, got, want *frame.Frame) {
	t.Helper()
	if got.W != want.W || got.H != want.H || got.Sampling() != want.Sampling() {
		t.Fatalf("%d×%d of sampling %d; want %d×%d of %d", got.W, got.H, got.Sampling(), want.W, want.H, want.Sampling())
	}
	for i, p := range want.Planes() {
		for y := range p.H {
			if !bytes.Equal(got.Planes()[i].Row(y), p.Row(y)) {
				t.Fatalf("row %d of plane %d: %v; want %v", y, i, got.Planes()[i].Row(y), p.Row(y))
			}
		}
	}
}

// Every form, interlaced or not, at sizes where passes are empty, is decoded as by image/png.
func TestForms(t *testing.T) {
	if len(forms()) != 15+11 {
		t.Fatalf("%d forms", len(forms()))
	}
	for name, f := range forms() {
		t.Run(name, func(t *testing.T) {
			for _, size := range []image.Point{{29, 21}, {1, 1}, {3, 2}, {9, 1}, {1, 9}, {300, 3}} {
				for _, f.interlaced = range []bool{false, true} {
					f.w, f.h = size.X, size.Y
					data := f.bytes(t)
					got, want := decoded(t, data, 1), reference(t, data)
					checkSame(t, got, want)
					got.Release()
					want.Release()
				}
			}
		})
	}
}

func TestFilters(t *testing.T) {
	for _, colour := range []ColourType{Gray, RGB, RGBA} {
		for filter := range 5 {
			data := file{w: 100, h: 9, colour: colour, depth: 8, filter: filter}.bytes(t)
			checkSame(t, decoded(t, data, 1), reference(t, data))
		}
	}
}

// A reduced frame is the one that frame.Rows makes of the rows at full size. frame.Rows has its
// own tests; this one checks that it is used for every form.
func TestShrink(t *testing.T) {
	for name, f := range forms() {
		for _, f.interlaced = range []bool{false, true} {
			data := f.bytes(t)
			full := decoded(t, data, 1).Planes()[0]
			for _, shrink := range []int{2, 4, 8} {
				got := decoded(t, data, shrink)
				if got.W != f.w || got.H != f.h {
					t.Fatalf("%s by %d: %d×%d", name, shrink, got.W, got.H)
				}
				luma := got.Planes()[0]
				sum := 0
				for i := range shrink * shrink {
					sum += int(full.Row(i / shrink)[i%shrink])
				}
				if want := byte((sum + shrink*shrink/2) / (shrink * shrink)); luma.Row(0)[0] != want {
					t.Errorf("%s by %d: the first sample is %d; want %d", name, shrink, luma.Row(0)[0], want)
				}
			}
		}
	}
}

// FuzzDecode compares with image/png, which refuses damaged files.
func FuzzDecode(f *testing.F) {
	for _, form := range forms() {
		form.w, form.h = 9, 5
		data := form.bytes(f)
		f.Add(data, uint8(0))
		form.interlaced = true
		data = form.bytes(f)
		f.Add(data, uint8(1))
		f.Add(data[:len(data)*2/3], uint8(2))
	}
	f.Fuzz(func(t *testing.T, data []byte, scale uint8) {
		h, err := ParseHeader(data)
		if err != nil {
			if _, err2 := stdpng.Decode(bytes.NewReader(data)); err2 == nil {
				t.Fatalf("%v, but image/png decodes it", err)
			}
			return
		}
		h.Space()
		if h.W < 1 || h.H < 1 || h.W > 1<<16 || h.H > 1<<16 || h.W*h.H > 1<<18 {
			return
		}
		got, err := Decode(context.Background(), data, h, 1<<(scale%4))
		if err != nil {
			if e, ok := errors.AsType[*wire.Error](err); !ok || e.Detail == "" {
				t.Fatal(err)
			}
			return
		}
		if got.W != h.W || got.H != h.H {
			t.Fatalf("%d×%d became %d×%d", h.W, h.H, got.W, got.H)
		}
		if _, err := stdpng.Decode(bytes.NewReader(data)); err == nil && scale%4 == 0 {
			checkSame(t, got, reference(t, data))
		}
		got.Release()
	})
}

func BenchmarkDecode(b *testing.B) {
	for name, f := range map[string]file{
		"RGB":              {w: 1280, h: 720, colour: RGB, depth: 8, filter: 4},
		"RGBA":             {w: 1280, h: 720, colour: RGBA, depth: 8, filter: 4},
		"grey":             {w: 1280, h: 720, colour: Gray, depth: 8, filter: 1},
		"palette":          {w: 1280, h: 720, colour: Palette, depth: 8, palette: randomBytes(768)},
		"RGB, interlaced":  {w: 1280, h: 720, colour: RGB, depth: 8, filter: 4, interlaced: true},
		"RGBA of 16 bits ": {w: 1280, h: 720, colour: RGBA, depth: 16, filter: 4},
	} {
		data := f.bytes(b)
		for _, shrink := range []int{1, 2} {
			b.Run(name+" by "+string(rune('0'+shrink)), func(b *testing.B) {
				b.SetBytes(int64(f.w * f.h))
				b.ReportAllocs()
				for b.Loop() {
					decoded(b, data, shrink).Release()
				}
			})
		}
	}
}

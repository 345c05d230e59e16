package gif

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	stdgif "image/gif"
	"math/rand/v2"
	"slices"
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

// checkPixels compares a frame with an opaque picture of the screen.
func checkPixels(t *testing.T, got *frame.Frame, want *image.NRGBA) {
	t.Helper()
	reference := frame.OfNRGBA(want)
	if got.W != reference.W || got.H != reference.H {
		t.Fatalf("%d×%d; want %d×%d", got.W, got.H, reference.W, reference.H)
	}
	for i, p := range reference.Planes() {
		for y := range p.H {
			if !bytes.Equal(got.Planes()[i].Row(y), p.Row(y)) {
				t.Fatalf("row %d of plane %d: %v; want %v", y, i, got.Planes()[i].Row(y), p.Row(y))
			}
		}
	}
}

// noise returns a picture of n colours, in runs.
func noise(r image.Rectangle, n int) *image.Paletted {
	rnd := rand.New(rand.NewPCG(uint64(r.Dx()), uint64(n)))
	img := image.NewPaletted(r, palette.Plan9[:n])
	v := byte(0)
	for i := range img.Pix {
		if rnd.IntN(3) == 0 {
			v = byte(rnd.IntN(n))
		}
		img.Pix[i] = v
	}
	return img
}

func encoded(t testing.TB, img *image.Paletted, screen image.Point) []byte {
	t.Helper()
	var b bytes.Buffer
	err := stdgif.EncodeAll(&b, &stdgif.GIF{Image: []*image.Paletted{img}, Delay: []int{0},
		Config: image.Config{Width: screen.X, Height: screen.Y, ColorModel: img.Palette}})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// onScreen draws a frame on a white screen.
func onScreen(img image.Image, w, h int) *image.NRGBA {
	screen := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.Draw(screen, screen.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(screen, img.Bounds(), img, img.Bounds().Min, draw.Over)
	return screen
}

// Sizes from a single pixel to many clear codes, with codes of every width and frames at
// various places on the screen.
func TestDecode(t *testing.T) {
	for _, n := range []int{2, 3, 16, 200, 256} {
		for _, size := range []image.Point{{1, 1}, {7, 5}, {300, 200}} {
			img := noise(image.Rect(2, 1, 2+size.X, 1+size.Y), n)
			data := encoded(t, img, image.Pt(size.X+3, size.Y+4))
			checkPixels(t, decoded(t, data, 1), onScreen(img, size.X+3, size.Y+4))
		}
	}
}

func TestTransparency(t *testing.T) {
	img := noise(image.Rect(0, 0, 20, 20), 8)
	img.Palette = slices.Clone(img.Palette)
	img.Palette[3] = color.Transparent
	checkPixels(t, decoded(t, encoded(t, img, image.Pt(20, 20)), 1), onScreen(img, 20, 20))
}

// header returns the beginning of a file of one frame, with the first colours of palette.Plan9.
func header(screen image.Point, r image.Rectangle, flags byte) []byte {
	u16 := binary.LittleEndian.AppendUint16
	out := u16(u16([]byte("GIF89a"), uint16(screen.X)), uint16(screen.Y))
	out = append(out, tableFlag|2, 0, 0)
	for _, c := range palette.Plan9[:8] {
		rgb := color.NRGBAModel.Convert(c).(color.NRGBA)
		out = append(out, rgb.R, rgb.G, rgb.B)
	}
	out = append(out, descriptor)
	out = u16(u16(u16(u16(out, uint16(r.Min.X)), uint16(r.Min.Y)), uint16(r.Dx())), uint16(r.Dy()))
	return append(out, flags)
}

// pixels returns codes of 4 bits for indexes below 8, with a clear code after every second one.
func pixels(indexes ...byte) []byte {
	codes := []byte{}
	for i, v := range indexes {
		if i%2 == 0 {
			codes = append(codes, 8)
		}
		codes = append(codes, v)
	}
	codes = append(codes, 9, 9)
	var packed []byte
	for i := 0; i+1 < len(codes); i += 2 {
		packed = append(packed, codes[i]|codes[i+1]<<4)
	}
	out := []byte{3}
	for part := range slices.Chunk(packed, 255) {
		out = append(append(out, byte(len(part))), part...)
	}
	return append(out, 0, trailer)
}

// filled returns a picture that begins with these indexes and continues with transparent
// pixels.
func filled(r image.Rectangle, indexes ...byte) *image.Paletted {
	img := image.NewPaletted(r, append(slices.Clone(palette.Plan9[:8]), color.Transparent))
	for i := range img.Pix {
		if img.Pix[i] = 8; i < len(indexes) {
			img.Pix[i] = indexes[i]
		}
	}
	return img
}

// Files that image/gif refuses and browsers show.
func TestOddFiles(t *testing.T) {
	six := []byte{0, 1, 2, 3, 4, 5}
	whole := image.Rect(0, 0, 3, 2)
	for name, test := range map[string]struct {
		data []byte
		want *image.NRGBA
	}{
		"frame beyond the screen": {append(header(image.Pt(2, 2), whole.Add(image.Pt(1, 1)), 0), pixels(six...)...),
			onScreen(filled(whole.Add(image.Pt(1, 1)), six...), 4, 3)},
		"screen 0×0":      {append(header(image.Point{}, whole, 0), pixels(six...)...), onScreen(filled(whole, six...), 3, 2)},
		"frame 0×0":       {append(header(image.Pt(3, 2), image.Rectangle{}, 0), pixels(six...)...), onScreen(filled(whole, six...), 3, 2)},
		"too little data": {append(header(image.Pt(3, 2), whole, 0), pixels(six[:4]...)...), onScreen(filled(whole, six[:4]...), 3, 2)},
		"too much data":   {append(header(image.Pt(3, 2), whole, 0), pixels(append(six, six...)...)...), onScreen(filled(whole, six...), 3, 2)},
		"no end":          {append(header(image.Pt(3, 2), whole, 0), 3, 3, 0x08|1<<4, 0x02|8<<4, 0x03), onScreen(filled(whole, 1, 2, 3, 0), 3, 2)},
		"a code too far":  {append(header(image.Pt(3, 2), whole, 0), 3, 2, 0x08|1<<4, 0x0F, 0), onScreen(filled(whole, 1), 3, 2)},
		"stray bytes":     {slices.Insert(append(header(image.Pt(3, 2), whole, 0), pixels(six...)...), 13+24, 0, 7), onScreen(filled(whole, six...), 3, 2)},
	} {
		t.Run(name, func(t *testing.T) { checkPixels(t, decoded(t, test.data, 1), test.want) })
	}
}

// Without any palette an index is a shade; an index beyond the palette is black.
func TestPalettes(t *testing.T) {
	h := Header{transparent: 2}
	if c := h.colours(); c[200] != [4]byte{200, 200, 200, 255} || c[2] != [4]byte{255, 255, 255, 255} {
		t.Error(c[200], c[2])
	}
	h = Header{transparent: -1, palette: []byte{1, 2, 3, 4, 5}}
	if c := h.colours(); c[0] != [4]byte{1, 2, 3, 255} || c[1] != [4]byte{0, 0, 0, 255} {
		t.Error(c[0], c[1])
	}
}

// Each row has its own colour; missing rows show the row above them from an earlier pass.
func TestInterlaced(t *testing.T) {
	order := []int{0, 8, 4, 2, 6, 1, 3, 5, 7}
	for come := 1; come <= len(order); come++ {
		var indexes []byte
		known := map[int]bool{}
		for _, y := range order[:come] {
			indexes = append(indexes, byte(y%8), byte(y%8))
			known[y] = true
		}
		if !known[8] {
			continue
		}
		data := append(header(image.Pt(2, 9), image.Rect(0, 0, 2, 9), interlaceFlag), pixels(indexes...)...)
		var want []byte
		for y := range 9 {
			for !known[y] {
				y -= y & -y
			}
			want = append(want, byte(y%8), byte(y%8))
		}
		checkPixels(t, decoded(t, data, 1), onScreen(filled(image.Rect(0, 0, 2, 9), want...), 2, 9))
	}
}

// A file that is truncated at any point is white where data are missing.
func TestTruncated(t *testing.T) {
	img := noise(image.Rect(0, 0, 60, 40), 64)
	data := encoded(t, img, image.Pt(60, 40))
	shown := 0
	for n := range data {
		h, err := ParseHeader(data[:n])
		if err == nil {
			var f *frame.Frame
			if f, err = Decode(context.Background(), data[:n], h, 1); err == nil {
				shown++
				f.Release()
			}
		}
		if e, ok := errors.AsType[*wire.Error](err); err != nil && (!ok || e.Code != wire.Undecodable || e.Detail == "") {
			t.Fatalf("%d bytes: %v", n, err)
		}
	}
	if shown < len(data)-300 {
		t.Errorf("%d of %d prefixes are shown", shown, len(data))
	}
}

func TestShrink(t *testing.T) {
	img := noise(image.Rect(0, 0, 61, 45), 256)
	data := encoded(t, img, image.Pt(61, 45))
	f := decoded(t, data, 4)
	if p := f.Planes()[0]; f.W != 61 || f.H != 45 || p.W != 16 || p.H != 12 {
		t.Errorf("%d×%d of %d×%d samples", f.W, f.H, p.W, p.H)
	}
}

// FuzzDecode compares with image/gif, which refuses damaged files.
func FuzzDecode(f *testing.F) {
	f.Add(encoded(f, noise(image.Rect(0, 0, 17, 13), 16), image.Pt(17, 13)))
	f.Add(encoded(f, noise(image.Rect(2, 3, 9, 9), 256), image.Pt(17, 13)))
	f.Add(append(header(image.Pt(3, 2), image.Rect(1, 1, 4, 3), interlaceFlag), pixels(0, 1, 2, 3)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		std, stdErr := stdgif.DecodeAll(bytes.NewReader(data))
		h, err := ParseHeader(data)
		if err != nil {
			if stdErr == nil {
				t.Fatalf("%v, but image/gif decodes it", err)
			}
			return
		}
		if h.W*h.H > 1<<18 || h.W < 1 || h.H < 1 {
			return
		}
		got, err := Decode(context.Background(), data, h, 1)
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
		if stdErr == nil && h.w == std.Image[0].Rect.Dx() && h.h == std.Image[0].Rect.Dy() {
			checkPixels(t, got, onScreen(std.Image[0], h.W, h.H))
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	data := encoded(b, noise(image.Rect(0, 0, 640, 480), 256), image.Pt(640, 480))
	b.SetBytes(640 * 480)
	b.ReportAllocs()
	for b.Loop() {
		decoded(b, data, 1).Release()
	}
}

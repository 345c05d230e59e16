package jpeg

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"testing"

	"framepost/api/frame"
	"framepost/api/wire"

	"github.com/gen2brain/jpegn"
)

var stdRatios = []image.YCbCrSubsampleRatio{
	image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422,
	image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio420,
}

// decoded is data as a frame that is released when the test ends.
func decoded(t testing.TB, data []byte, scale int) *frame.Frame {
	t.Helper()
	h, err := ParseHeader(data)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Decode(data, h, scale)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Release)
	return f
}

// farthest is how far the samples of two pictures are apart, at most.
func farthest(t testing.TB, a, b []frame.Plane) (d int) {
	t.Helper()
	if len(a) != len(b) {
		t.Fatalf("%d and %d planes", len(a), len(b))
	}
	for i := range a {
		if a[i].W != b[i].W || a[i].H != b[i].H {
			t.Fatalf("plane %d: %d×%d and %d×%d", i, a[i].W, a[i].H, b[i].W, b[i].H)
		}
		for y := range a[i].H {
			for x, v := range a[i].Row(y) {
				d = max(d, int(v)-int(b[i].Row(y)[x]), int(b[i].Row(y)[x])-int(v))
			}
		}
	}
	return d
}

// reference is data decoded by image/jpeg; by jpegn where image/jpeg doesn't like how
// jpegn's encoder has ended a run of blocks before a restart marker.
func reference(t testing.TB, data []byte) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		img, err = jpegn.Decode(bytes.NewReader(data))
	}
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// TestDecodeAgrees compares with image/jpeg, whose inverse transform rounds in other
// places: no sample is more than one level away.
func TestDecodeAgrees(t *testing.T) {
	for _, ratio := range stdRatios {
		for _, size := range []image.Point{{1, 1}, {1, 40}, {40, 1}, {8, 8}, {17, 13}, {16, 32}, {33, 31}, {250, 130}} {
			for _, opt := range []jpegn.EncodeOptions{
				{Quality: 30}, {Quality: 85}, {Quality: 100},
				{Quality: 90, RestartInterval: 1}, {Quality: 90, RestartInterval: 3, OptimizeCoding: true},
				{Quality: 90, Progressive: true}, {Quality: 75, Progressive: true, RestartInterval: 2},
				{Quality: 90, Subsampling: jpegn.SubsampleGray}, {Quality: 90, Subsampling: jpegn.SubsampleGray, Progressive: true},
			} {
				data := encoded(t, photo(size.X, size.Y, ratio), opt)
				f := decoded(t, data, 1)
				if d := farthest(t, f.Planes(), planesOf(t, reference(t, data))); d > 1 {
					t.Errorf("%v, %v, %+v: %d levels apart", ratio, size, opt, d)
				}
			}
		}
	}
}

// TestDecodeScaled compares with the mean of the samples that one covers. Leaving
// frequencies out is a sharper filter than that, so at edges the two are apart, but not
// on the whole.
func TestDecodeScaled(t *testing.T) {
	for _, ratio := range stdRatios {
		for _, progressive := range []bool{false, true} {
			data := encoded(t, photo(201, 99, ratio), jpegn.EncodeOptions{Quality: 95, Progressive: progressive})
			whole := decoded(t, data, 1)
			for _, scale := range []int{2, 4, 8} {
				f := decoded(t, data, scale)
				if f.W != ceilDiv(201, scale) || f.H != ceilDiv(99, scale) || f.Sampling() != whole.Sampling() {
					t.Fatalf("scale %d: %d×%d, sampling %d", scale, f.W, f.H, f.Sampling())
				}
				for i, p := range f.Planes() {
					if rms := apart(p, whole.Planes()[i], scale); rms > 6*6 {
						t.Errorf("%v, scale %d, plane %d: mean square %d", ratio, scale, i, rms)
					}
				}
			}
		}
	}
}

// apart is the mean square of the difference between small and the means of
// scale×scale samples of large, but for the last row and column, which cover fewer.
func apart(small, large frame.Plane, scale int) int {
	sum, n := 0, 0
	for y := range small.H - 1 {
		for x := range small.W - 1 {
			mean := 0
			for dy := range scale {
				for _, v := range large.Row(y*scale + dy)[x*scale:][:scale] {
					mean += int(v)
				}
			}
			d := int(small.Row(y)[x]) - mean/(scale*scale)
			sum, n = sum+d*d, n+1
		}
	}
	return sum / max(n, 1)
}

// TestDecodeTypicalTables takes the Huffman tables out of a file that has the typical
// ones, as Motion-JPEG does.
func TestDecodeTypicalTables(t *testing.T) {
	data := encoded(t, photo(50, 40, image.YCbCrSubsampleRatio422), jpegn.EncodeOptions{})
	var without []byte
	walk := segments{data: data, pos: 2}
	for from := 0; ; {
		seg, ok := walk.next()
		if !ok {
			without = append(without, data[from:]...)
			break
		}
		without = append(without, data[from:seg.start]...)
		if from = walk.pos; seg.marker != markerDHT {
			from = seg.start
		}
	}
	if len(without) > len(data)-400 {
		t.Fatalf("%d of %d bytes: the tables are still there", len(without), len(data))
	}
	if d := farthest(t, decoded(t, without, 1).Planes(), decoded(t, data, 1).Planes()); d != 0 {
		t.Errorf("%d levels apart", d)
	}
}

// TestDecodeLiteral checks flat blocks whose levels follow from the file by hand:
// differences of the DC, interleaved or component by component.
func TestDecodeLiteral(t *testing.T) {
	colour := func() *file { return newFile().quantisation().frame(markerSOF0, 16, 8, 1, 0x21, 2, 0x11, 3, 0x11) }
	for name, data := range map[string][]byte{
		"interleaved":     colour().scan([]byte{1, 2, 3}, 10, -30, 5, -100).end(),
		"one by one":      colour().scan([]byte{1}, 10, -30).scan([]byte{3}, -100).scan([]byte{2}, 5).end(),
		"two and one":     colour().scan([]byte{2}, 5).scan([]byte{1, 3}, 10, -30, -100).end(),
		"one comes twice": colour().scan([]byte{1}, 10, -30).scan([]byte{1}, 77, 77).scan([]byte{2, 3}, 5, -100).end(),
	} {
		planes := decoded(t, data, 1).Planes()
		left, right := planes[0].Row(7)[7], planes[0].Row(0)[8]
		if left != 138 || right != 108 || planes[1].Row(3)[0] != 133 || planes[2].Row(0)[7] != 28 {
			t.Errorf("%s: %d %d %d %d", name, left, right, planes[1].Row(3)[0], planes[2].Row(0)[7])
		}
	}
}

// TestDecodeColour checks what frames can't have as it is, and so becomes NRGBA.
func TestDecodeColour(t *testing.T) {
	adobe := func(transform byte) *file {
		return newFile().segment(markerAPP14, append([]byte("Adobe\x00\x64\x00\x00\x00\x00"), transform)...).quantisation()
	}
	three := []byte{1, 0x11, 2, 0x11, 3, 0x11}
	four := []byte{1, 0x11, 2, 0x11, 3, 0x11, 4, 0x11}
	cmyk := func(f *file) []byte {
		return f.frame(markerSOF0, 3, 2, four...).scan([]byte{1, 2, 3, 4}, 72, -28, -78, 127).end()
	}
	for name, c := range map[string]struct {
		data []byte
		want color.NRGBA
	}{
		"RGB by Adobe":           {adobe(0).frame(markerSOF0, 3, 2, three...).scan([]byte{1, 2, 3}, 72, -28, -78).end(), color.NRGBA{200, 100, 50, 255}},
		"RGB by name":            {newFile().quantisation().frame(markerSOF0, 3, 2, 'R', 0x11, 'G', 0x11, 'B', 0x11).scan([]byte("RGB"), 72, -28, -78).end(), color.NRGBA{200, 100, 50, 255}},
		"chroma 1×2 of luma 2×2": {newFile().quantisation().frame(markerSOF0, 3, 2, 1, 0x22, 2, 0x12, 3, 0x11).scan([]byte{1, 2, 3}, 72, 0, 0, 0, 0, 0, 0).end(), color.NRGBA{200, 200, 200, 255}},
		"three to two":           {newFile().quantisation().frame(markerSOF0, 3, 2, 1, 0x31, 2, 0x21, 3, 0x11).scan([]byte{1, 2, 3}, 72, 0, 0, 0, 0, 0).end(), color.NRGBA{200, 200, 200, 255}},
		"inverse CMYK":           {cmyk(adobe(0)), color.NRGBA{200, 100, 50, 255}},
		"CMYK":                   {cmyk(newFile().quantisation()), color.NRGBA{0, 0, 0, 255}},
		"inverse YCCK":           {adobe(2).frame(markerSOF0, 3, 2, four...).scan([]byte{1, 2, 3, 4}, 72, 0, 0, 127).end(), color.NRGBA{55, 55, 55, 255}},
	} {
		for _, scale := range []int{1, 2, 4, 8} {
			f := decoded(t, c.data, scale)
			if f.W != ceilDiv(3, scale) || f.H != ceilDiv(2, scale) {
				t.Fatalf("%s: %d×%d at 1/%d", name, f.W, f.H, scale)
			}
			if got := f.NRGBA().NRGBAAt(f.W-1, f.H-1); got != c.want {
				t.Errorf("%s at 1/%d: %v, want %v", name, scale, got, c.want)
			}
		}
	}
}

// TestDecodeTruncated cuts files at every length: from the first block on there is a
// picture of the right size, and nothing in it is what the memory held before.
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
				f, err := Decode(data[:n], h, scale)
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
				g, err := Decode(data[:n], h, scale)
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

// dirty leaves a picture of samples v in pooled memory.
func dirty(w, h int, v byte) {
	f := frame.New(w, h, frame.YUV420)
	for _, p := range f.Planes() {
		for i := range p.Pix {
			p.Pix[i] = v
		}
	}
	f.Release()
}

// TestDecodeLosesIntervals takes restart intervals out: what comes after them stays in
// its place, what is missing is grey.
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
		_, err = Decode(data, h, 1)
		if failure, ok := errors.AsType[*wire.Error](err); !ok || failure.Code != wire.Undecodable || failure.Detail == "" {
			t.Errorf("%s: %v, want %s", name, err, wire.Undecodable)
		}
	}
	large := newFile().frame(markerSOF2, 65535, 1100, 1, 0x11).segment(markerSOS, 1, 1, 0, 0, 0, 0).end()
	h, err := ParseHeader(large)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = Decode(large, h, 1); err == nil || err.(*wire.Error).Code != wire.TooManyPixels {
		t.Errorf("a large progressive picture: %v, want %s", err, wire.TooManyPixels)
	}
}

// TestDecodeDamaged changes bytes of the picture data: there is a picture, but when
// not even the first block is left.
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
			f, err := Decode(bad, h, 1<<r.IntN(4))
			if err == nil {
				f.Release()
			} else if slices.Equal(bad[:scan+200], data[:scan+200]) {
				t.Fatal(err)
			}
		}
	}
}

// TestDecodeScanBomb decodes a progressive picture of scans without data. What they
// cost is asserted by BenchmarkDecode alone; here they must not change the picture.
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

// pictures are what FuzzDecode and the benchmarks start from.
func pictures(t testing.TB, w, h int) map[string][]byte {
	img := photo(w, h, image.YCbCrSubsampleRatio420)
	return map[string][]byte{
		"4:2:0 q85":         encoded(t, img, jpegn.EncodeOptions{Quality: 85}),
		"4:2:0 q95":         encoded(t, img, jpegn.EncodeOptions{Quality: 95}),
		"4:2:2 q85":         encoded(t, photo(w, h, image.YCbCrSubsampleRatio422), jpegn.EncodeOptions{Quality: 85}),
		"4:4:4 q85":         encoded(t, photo(w, h, image.YCbCrSubsampleRatio444), jpegn.EncodeOptions{Quality: 85}),
		"4:2:0 restart q85": encoded(t, img, jpegn.EncodeOptions{Quality: 85, RestartInterval: 4}),
		"progressive q85":   encoded(t, img, jpegn.EncodeOptions{Quality: 85, Progressive: true}),
	}
}

func BenchmarkDecode(b *testing.B) {
	inputs := pictures(b, 640, 480)
	inputs["100 scans"] = progressiveFlat(MaxScans - 1)
	for name, data := range inputs {
		h, err := ParseHeader(data)
		if err != nil {
			b.Fatal(err)
		}
		for _, scale := range []int{1, 2, 4, 8} {
			b.Run(fmt.Sprintf("%s/framepost 1:%d", name, scale), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					f, err := Decode(data, h, scale)
					if err != nil {
						b.Fatal(err)
					}
					f.Release()
				}
			})
		}
		b.Run(name+"/jpegn", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				jpegn.Decode(bytes.NewReader(data))
			}
		})
		b.Run(name+"/image-jpeg", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				jpeg.Decode(bytes.NewReader(data))
			}
		})
	}
}

// FuzzDecode checks that whatever has a header is decoded or refused, at the right
// size, and that what image/jpeg, which is strict, decodes is decoded.
func FuzzDecode(f *testing.F) {
	for _, data := range pictures(f, 24, 20) {
		f.Add(data, uint8(0))
		f.Add(data[:len(data)*3/4], uint8(2))
	}
	f.Add(newFile().quantisation().frame(markerSOF0, 3, 2, 1, 0x11, 2, 0x11, 3, 0x11, 4, 0x11).scan([]byte{1, 2, 3, 4}, 72, -28, -78, 127).end(), uint8(1))
	f.Add(newFile().quantisation().frame(markerSOF0, 3, 2, 1, 0x31, 2, 0x21, 3, 0x11).scan([]byte{1, 2, 3}, 72, 0, 0, 0, 0, 0).end(), uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, scale uint8) {
		h, err := ParseHeader(data)
		if err != nil || h.W*h.H > 1<<18 {
			return
		}
		divisor := 1 << (scale % 4)
		got, err := Decode(data, h, divisor)
		if err != nil {
			if failure, ok := errors.AsType[*wire.Error](err); !ok || failure.Detail == "" {
				t.Fatal(err)
			}
			if _, err2 := jpeg.Decode(bytes.NewReader(data)); err2 == nil && h.Scans <= MaxScans {
				t.Fatalf("%v, but image/jpeg decodes it", err)
			}
			return
		}
		defer got.Release()
		if got.W != ceilDiv(h.W, divisor) || got.H != ceilDiv(h.H, divisor) {
			t.Fatalf("%d×%d at 1/%d became %d×%d", h.W, h.H, divisor, got.W, got.H)
		}
		if img := got.NRGBA(); img.Rect.Dx() != got.W || img.Rect.Dy() != got.H {
			t.Fatalf("NRGBA of %v", img.Rect)
		}
	})
}

// FuzzDecodeAgrees has both decoders decode pictures of any size, content and kind
// of coding, and compares them sample by sample.
func FuzzDecodeAgrees(f *testing.F) {
	f.Add(uint8(17), uint8(13), uint8(90), uint8(0), []byte("some pixels"))
	f.Add(uint8(1), uint8(33), uint8(100), uint8(0xFF), []byte{0, 255, 0, 255, 255})
	f.Add(uint8(64), uint8(64), uint8(20), uint8(0x2B), []byte{128})
	f.Fuzz(func(t *testing.T, w, h, quality, coding uint8, content []byte) {
		img := image.NewYCbCr(image.Rect(0, 0, 1+int(w), 1+int(h)), stdRatios[coding%4])
		for i, plane := range [][]byte{img.Y, img.Cb, img.Cr} {
			for j := range plane {
				if len(content) > 0 {
					plane[j] = content[(j+i)%len(content)]
				}
			}
		}
		data := encoded(t, img, jpegn.EncodeOptions{
			Quality:         1 + int(quality)%100,
			Progressive:     coding&4 != 0,
			OptimizeCoding:  coding&8 != 0,
			RestartInterval: int(coding >> 4),
		})
		if d := farthest(t, decoded(t, data, 1).Planes(), planesOf(t, reference(t, data))); d > 1 {
			t.Fatalf("%d levels apart", d)
		}
	})
}

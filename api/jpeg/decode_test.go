package jpeg

import (
	"bytes"
	"context"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"testing"

	"framepost/api/frame"

	"github.com/gen2brain/jpegn"
)

var stdRatios = []image.YCbCrSubsampleRatio{
	image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422,
	image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio420,
}

// decoded decodes data to a frame that is released when the test ends.
func decoded(t testing.TB, data []byte, scale int) *frame.Frame {
	t.Helper()
	h, err := ParseHeader(data)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Decode(context.Background(), data, h, scale)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Release)
	return f
}

// farthest returns the largest difference between the samples of two pictures.
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

// reference decodes data by image/jpeg, or by jpegn if image/jpeg rejects how jpegn's encoder
// ends a run of blocks before a restart marker.
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

// TestDecodeAgrees compares with image/jpeg, whose inverse transform rounds in other places: no
// sample differs by more than one level.
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

// TestDecodeLikeLibjpeg compares with checksums, one for each scale, of the results of
// libjpeg-turbo 2.1's tjDecompressToYUVPlanes with TJFLAG_ACCURATEDCT.
func TestDecodeLikeLibjpeg(t *testing.T) {
	for name, want := range map[string][4]uint32{
		"testdata/sequential-420.jpg":  {0x486d1140, 0x40a9771f, 0x74ca7bff, 0x1198a9b9},
		"testdata/progressive-422.jpg": {0xd2bcb9cd, 0x3ceba7b2, 0x73cad029, 0x55c1e487},
	} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, sum := range want {
			crc := crc32.NewIEEE()
			for _, p := range decoded(t, data, 1<<i).Planes() {
				for y := range p.H {
					crc.Write(p.Row(y))
				}
			}
			if crc.Sum32() != sum {
				t.Errorf("%s at 1/%d: %#x, want %#x", name, 1<<i, crc.Sum32(), sum)
			}
		}
	}
}

// TestDecodeScaled compares with the mean of the samples that one covers. Leaving out
// frequencies is a sharper filter than the mean, so the two differ at edges, but little on
// average.
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

// apart returns the mean square of the difference between small and the means of scale×scale
// samples of large, without the last row and column, which cover fewer samples.
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

// TestDecodeTypicalTables removes the Huffman tables, as Motion-JPEG does, from a file that has
// the typical ones.
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
		"interleaved":       colour().scan([]byte{1, 2, 3}, 10, -30, 5, -100).end(),
		"one by one":        colour().scan([]byte{1}, 10, -30).scan([]byte{3}, -100).scan([]byte{2}, 5).end(),
		"two and one":       colour().scan([]byte{2}, 5).scan([]byte{1, 3}, 10, -30, -100).end(),
		"identifiers alike": newFile().quantisation().frame(markerSOF0, 16, 8, 1, 0x21, 1, 0x11, 1, 0x11).scan([]byte{1, 1, 1}, 10, -30, 5, -100).end(),
		"height in DNL":     newFile().quantisation().frame(markerSOF0, 16, 0, 1, 0x21, 2, 0x11, 3, 0x11).scan([]byte{1, 2, 3}, 10, -30, 5, -100).segment(markerDNL, 0, 8).end(),
		"one comes twice":   colour().scan([]byte{1}, 10, -30).scan([]byte{1}, 77, 77).scan([]byte{2, 3}, 5, -100).end(),
	} {
		planes := decoded(t, data, 1).Planes()
		left, right := planes[0].Row(7)[7], planes[0].Row(0)[8]
		if left != 138 || right != 108 || planes[1].Row(3)[0] != 133 || planes[2].Row(0)[7] != 28 {
			t.Errorf("%s: %d %d %d %d", name, left, right, planes[1].Row(3)[0], planes[2].Row(0)[7])
		}
	}
}

// TestDecodeColour decodes pictures that a frame cannot hold unchanged, and that so become
// NRGBA.
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

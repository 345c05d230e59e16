package filter

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"testing"

	"github.com/disintegration/imaging"

	"framepost/api/frame"
)

// ramp has each luma value once, 0 first.
func ramp() *frame.Frame { return grey(identity[:]) }

// wheel is a picture of n pixels of many colours, as planes and as the RGB that they show.
func wheel(n int) (*frame.Frame, []color.RGBA) {
	luma, cb, cr, shown := make([]byte, n), make([]byte, n), make([]byte, n), make([]color.RGBA, n)
	for i := range n {
		// Half of the cube, so that operations have room before channels saturate.
		shown[i] = rgb(float64(60+i*37%128), float64(60+i*59%128), float64(60+i*83%128))
		luma[i], cb[i], cr[i] = color.RGBToYCbCr(shown[i].R, shown[i].G, shown[i].B)
	}
	return colour(luma, cb, cr), shown
}

func TestToneLiterals(t *testing.T) {
	in := []byte{0, 1, 60, 127, 128, 200, 255}
	tests := []struct {
		chain string
		want  []byte
	}{
		{"brightness:0", in},
		{"brightness:20", []byte{51, 52, 111, 178, 179, 251, 255}},
		{"brightness:-100", []byte{0, 0, 0, 0, 0, 0, 0}},
		{"contrast:0", in},
		{"contrast:-100", []byte{128, 128, 128, 128, 128, 128, 128}},
		{"contrast:50", []byte{0, 0, 0, 127, 129, 255, 255}},
		{"contrast:100", []byte{0, 0, 0, 0, 255, 255, 255}},
		{"gamma:1", in},
		{"gamma:2", []byte{0, 16, 124, 180, 181, 226, 255}},
		{"invert", []byte{255, 254, 195, 128, 127, 55, 0}},
		{"threshold", []byte{0, 0, 0, 0, 255, 255, 255}},
		{"threshold:0", []byte{0, 255, 255, 255, 255, 255, 255}},
		{"threshold:255", []byte{0, 0, 0, 0, 0, 0, 0}},
		{"posterize:2", []byte{0, 0, 0, 0, 255, 255, 255}},
		{"posterize:3", []byte{0, 0, 0, 127, 127, 255, 255}},
		{"gray", in},
		{"gray,brightness:20,invert", []byte{204, 203, 144, 77, 76, 4, 0}}, // fused, in this order
	}
	for _, test := range tests {
		f := apply(t, test.chain, grey(bytes.Clone(in)))
		if got := rows(f, 0)[0]; !bytes.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.chain, got, test.want)
		}
	}
}

func TestToneIsImaging(t *testing.T) {
	grey := imaging.New(256, 1, color.Black)
	for v := range 256 {
		grey.SetNRGBA(v, 0, color.NRGBA{byte(v), byte(v), byte(v), 255})
	}
	for chain, want := range map[string]*image.NRGBA{
		"brightness:33":  imaging.AdjustBrightness(grey, 33),
		"brightness:-7":  imaging.AdjustBrightness(grey, -7),
		"contrast:45":    imaging.AdjustContrast(grey, 45),
		"contrast:-45":   imaging.AdjustContrast(grey, -45),
		"gamma:0.4":      imaging.AdjustGamma(grey, 0.4),
		"gamma:2.2":      imaging.AdjustGamma(grey, 2.2),
		"invert":         imaging.Invert(grey),
		"saturation:-50": grey,
	} {
		got := rows(apply(t, chain, ramp()), 0)[0]
		for v := range 256 {
			if d := int(got[v]) - int(want.NRGBAAt(v, 0).R); d < -1 || d > 1 {
				t.Errorf("%s: %d becomes %d, with imaging %d", chain, v, got[v], want.NRGBAAt(v, 0).R)
			}
		}
	}
}

func TestColourLiterals(t *testing.T) {
	tests := []struct {
		chain        string
		luma, cb, cr byte // what 100, 108, 148 becomes
	}{
		{"saturation:0", 100, 108, 148},
		{"saturation:100", 100, 88, 168},
		{"saturation:-50", 100, 118, 138},
		{"saturation:300", 100, 48, 208},
		{"hue:0", 100, 108, 148},
		{"hue:180", 100, 148, 108},
		{"hue:90", 100, 108, 108},
		{"hue:-90", 100, 148, 148},
		{"invert", 155, 148, 108},
		{"invert,invert", 100, 108, 148},
		{"brightness:20", 151, 108, 148},
		{"tint:808080", 100, 128, 128},
		{"tint:808080:50", 100, 118, 138},
		{"tint:ff0000:0", 100, 108, 148},
		{"sepia:0", 100, 108, 148},
		{"sepia", 122, 112, 138}, // of RGB 135, 120, 94
	}
	for _, test := range tests {
		f := apply(t, test.chain, colour([]byte{100}, []byte{108}, []byte{148}))
		got := []byte{rows(f, 0)[0][0], rows(f, 1)[0][0], rows(f, 2)[0][0]}
		if want := []byte{test.luma, test.cb, test.cr}; !bytes.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", test.chain, got, want)
		}
	}
}

// TestColourIsDefinition compares with the same operations on RGB in floating point. The
// tolerance, in levels of a channel, is what three samples rounded to whole numbers and
// fixed point cost; for sepia also the weights of luma in place of the matrix's.
func TestColourIsDefinition(t *testing.T) {
	luma := func(r, g, b float64) float64 { return 0.299*r + 0.587*g + 0.114*b }
	tests := []struct {
		chain     string
		tolerance int
		want      func(r, g, b float64) (float64, float64, float64)
	}{
		{"gray", 1, func(r, g, b float64) (float64, float64, float64) {
			y := luma(r, g, b)
			return y, y, y
		}},
		{"saturation:40", 4, func(r, g, b float64) (float64, float64, float64) {
			y := luma(r, g, b)
			return y + 1.4*(r-y), y + 1.4*(g-y), y + 1.4*(b-y)
		}},
		{"invert", 3, func(r, g, b float64) (float64, float64, float64) { return 255 - r, 255 - g, 255 - b }},
		{"hue:77", 3, func(r, g, b float64) (float64, float64, float64) {
			y := luma(r, g, b)
			u, v := (b-y)/1.772, (r-y)/1.402
			sin, cos := math.Sincos(77 * math.Pi / 180)
			u, v = u*cos-v*sin, u*sin+v*cos
			return y + 1.402*v, y - 0.344136*u - 0.714136*v, y + 1.772*u
		}},
		{"sepia", 10, func(r, g, b float64) (float64, float64, float64) {
			return 0.393*r + 0.769*g + 0.189*b, 0.349*r + 0.686*g + 0.168*b, 0.272*r + 0.534*g + 0.131*b
		}},
		{"tint:c08040", 4, func(r, g, b float64) (float64, float64, float64) {
			y, middle := luma(r, g, b), luma(192, 128, 64)
			if y < middle {
				return 192 * y / middle, 128 * y / middle, 64 * y / middle
			}
			white := (y - middle) / (255 - middle)
			return 192 + white*63, 128 + white*127, 64 + white*191
		}},
	}
	for _, test := range tests {
		f, shown := wheel(500)
		img := apply(t, test.chain, f).NRGBA()
		for i, c := range shown {
			want := rgb(test.want(float64(c.R), float64(c.G), float64(c.B)))
			got := img.NRGBAAt(i, 0)
			if d := furthest([]byte{got.R, got.G, got.B}, []byte{want.R, want.G, want.B}); d > test.tolerance {
				t.Errorf("%s: %v becomes %v, want %v", test.chain, c, got, want)
				break
			}
		}
	}
}

func TestPosterizeLeavesItsLevels(t *testing.T) {
	img := apply(t, "posterize:3", picture(64, 48, frame.YUV444)).NRGBA()
	for i, v := range img.Pix {
		if v != 0 && v != 127 && v != 255 || i%4 == 3 && v != 255 {
			t.Fatalf("byte %d is %d", i, v)
		}
	}
}

// The results in the next tests are OpenCV 4's for the same pictures: equalizeHist,
// threshold with THRESH_OTSU, createCLAHE(3, (4, 4)).

func TestEqualizeLiterals(t *testing.T) {
	f := apply(t, "equalize", grey([]byte{10, 10, 20, 30}, []byte{40, 40, 40, 50}, []byte{60, 200, 200, 210}, []byte{220, 220, 220, 240}))
	want := [][]byte{{0, 0, 18, 36}, {91, 91, 91, 109}, {127, 164, 164, 182}, {237, 237, 237, 255}}
	for y, row := range rows(f, 0) {
		if furthest(row, want[y]) > 1 { // 127.5 rounds down in the other's 32-bit arithmetic
			t.Errorf("row %d: got %v, want %v", y, row, want[y])
		}
	}
	if row := rows(apply(t, "equalize", grey([]byte{7, 7, 7})), 0)[0]; !bytes.Equal(row, []byte{7, 7, 7}) {
		t.Errorf("one value becomes %v", row)
	}
}

func TestOtsuLiterals(t *testing.T) {
	f := grey([]byte{10, 10, 20, 30}, []byte{40, 40, 40, 50}, []byte{60, 200, 200, 210}, []byte{220, 220, 220, 240})
	if level := otsu(count(f)); level != 60 {
		t.Errorf("the level is %d, want 60", level)
	}
	if level := otsu(count(pattern(96, 64))); level != 113 {
		t.Errorf("the level is %d, want 113", level)
	}
	if got := rows(apply(t, "threshold:method=otsu", f), 0)[2]; !bytes.Equal(got, []byte{0, 255, 255, 255}) {
		t.Errorf("got %v", got)
	}
}

// pattern has much of everything, and can be written in one line elsewhere.
func pattern(w, h int) *frame.Frame {
	f := frame.New(w, h, frame.Gray)
	for y, row := range rows(f, 0) {
		for x := range row {
			row[x] = byte((x*x/24+y*3+x*y/16)%200 + x/7%5*8)
		}
	}
	return f
}

func TestEqualizeIsOpenCV(t *testing.T) {
	f := apply(t, "equalize", pattern(96, 64))
	for y, want := range map[int][]byte{
		5:  {7, 18, 38, 64, 96, 82, 125, 173, 222, 255, 34, 105, 179, 248},
		60: {215, 7, 55, 114, 177, 193, 10, 86, 170, 249, 42, 143, 243, 100},
	} {
		for i, v := range want {
			if got := rows(f, 0)[y][7*i]; got != v {
				t.Errorf("at %d, %d: got %d, want %d", 7*i, y, got, v)
			}
		}
	}
}

// TestClaheIsOpenCV allows for 3 levels: weights have 8 bits here, and OpenCV takes the
// corner of a pixel for its middle.
func TestClaheIsOpenCV(t *testing.T) {
	f := apply(t, "clahe:3:4", pattern(320, 240))
	for y, want := range map[int][]byte{
		0:   {0, 42, 109, 255, 208, 184, 254, 112, 7, 249, 10, 76, 242, 161},
		29:  {98, 210, 69, 37, 20, 50, 188, 85, 28, 80, 137, 10, 228, 197},
		121: {192, 216, 243, 129, 25, 225, 255, 87, 199, 164, 136, 172, 52, 191},
		239: {133, 119, 112, 208, 68, 227, 239, 14, 85, 254, 199, 199, 38, 138},
	} {
		for i, v := range want {
			if got := rows(f, 0)[y][23*i]; furthest([]byte{got}, []byte{v}) > 3 {
				t.Errorf("at %d, %d: got %d, want %d", 23*i, y, got, v)
			}
		}
	}
}

// TestClaheIsDefinition interpolates between the tables of tiles in floating point, as
// one would write it down, on tiles of uneven size.
func TestClaheIsDefinition(t *testing.T) {
	const n = 5
	in, out := pattern(96, 64).Planes()[0], apply(t, "clahe:2:5", pattern(96, 64)).Planes()[0]
	nearest := func(at, size int) (first, second int, weight float64) {
		p := (float64(at)+0.5)*n/float64(size) - 0.5
		low := math.Floor(p)
		return max(int(low), 0), min(int(low)+1, n-1), p - low
	}
	for y := range in.H {
		top, bottom, fy := nearest(y, in.H)
		for x := range in.W {
			left, right, fx := nearest(x, in.W)
			entry := func(tx, ty int) float64 {
				table := tileTable(in, tx, ty, n, n, 2)
				return float64(table[in.Row(y)[x]])
			}
			if x%3 != y%3 {
				continue // a tile's table anew for each sample is slow
			}
			want := (1-fy)*((1-fx)*entry(left, top)+fx*entry(right, top)) + fy*((1-fx)*entry(left, bottom)+fx*entry(right, bottom))
			if d := math.Abs(float64(out.Row(y)[x]) - want); d > 2 {
				t.Fatalf("at %d, %d: got %d, want %.1f", x, y, out.Row(y)[x], want)
			}
		}
	}
}

func TestClipCountsKeepsTheTotal(t *testing.T) {
	var counts [256]int
	counts[3], counts[200], counts[201] = 1000, 50, 10
	clipCounts(&counts, 40)
	total := 0
	for _, n := range counts {
		total += n
	}
	if total != 1060 || counts[3] < 40 || counts[3] > 45 || counts[100] < 3 || counts[100] > 4 {
		t.Errorf("total %d, %v", total, counts)
	}
}

// TestWhiteBalance puts greys into coloured light and asks for greys back.
func TestWhiteBalance(t *testing.T) {
	var luma, cb, cr []byte
	for v := 20.0; v < 240; v += 7 {
		lit := ycbcr(rgb(v*1.06, v, v*0.88))
		luma, cb, cr = append(luma, lit[0]), append(cb, lit[1]), append(cr, lit[2])
	}
	f := apply(t, "whitebalance", colour(bytes.Clone(luma), bytes.Clone(cb), bytes.Clone(cr)))
	even := bytes.Repeat([]byte{neutral}, len(luma))
	if d := max(furthest(rows(f, 1)[0], even), furthest(rows(f, 2)[0], even)); d > 1 {
		t.Errorf("%d from grey: %v %v", d, rows(f, 1)[0], rows(f, 2)[0])
	}
	if !bytes.Equal(rows(f, 0)[0], luma) {
		t.Error("luma has changed")
	}
	half := apply(t, "whitebalance:50", colour(luma, bytes.Clone(cb), bytes.Clone(cr)))
	last := len(luma) - 1
	if got, full := int(rows(half, 1)[0][last]), int(cb[last]); got != (full+neutral)/2 && got != (full+neutral+1)/2 {
		t.Errorf("half of the way from %d is %d", full, got)
	}
	if f := apply(t, "whitebalance", colour([]byte{0, 0}, []byte{90, 90}, []byte{200, 200})); rows(f, 1)[0][0] != 90 {
		t.Error("black without light has changed")
	}
}

// TestSubsampledChroma asks that an operation that reads luma for chroma reads the luma
// that the sample covers, also at odd edges.
func TestSubsampledChroma(t *testing.T) {
	for _, s := range samplings[1:] {
		f := frame.New(11, 5, s)
		for i, plane := range f.Planes() {
			for y := range plane.H {
				for x := range plane.Row(y) {
					plane.Row(y)[x] = 128
					if i == 0 && x == f.W-1 {
						plane.Row(y)[x] = 250 // one bright column at the right edge
					}
				}
			}
		}
		apply(t, "tint:ff0000", f)
		stepX, _ := s.Step()
		alone := (f.W-1)%stepX == 0 // the bright column has a sample of its own
		row := rows(f, 2)[0]
		if pale := row[len(row)-1] < 140; pale != alone {
			t.Errorf("sampling %d: the last sample of Cr is %d", s, row[len(row)-1])
		}
		if row[0] < 190 {
			t.Errorf("sampling %d: the first sample of Cr is %d", s, row[0])
		}
	}
}

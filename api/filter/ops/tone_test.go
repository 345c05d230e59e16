package ops

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"testing"

	"github.com/disintegration/imaging"

	"framepost/api/filter"
	"framepost/api/filter/filtertest"
	"framepost/api/filter/paint"
	"framepost/api/filter/planes"
	"framepost/api/frame"
)

// ramp returns a picture that has each luma value once, 0 first.
func ramp() *frame.Frame { return filtertest.Grey(filter.Identity[:]) }

// wheel returns a picture of n pixels of many colours, as planes and as the RGB that they show.
func wheel(n int) (*frame.Frame, []color.RGBA) {
	luma, cb, cr, shown := make([]byte, n), make([]byte, n), make([]byte, n), make([]color.RGBA, n)
	for i := range n {
		// Only half of the range, so that operations do not saturate channels.
		shown[i] = paint.RGB(float64(60+i*37%128), float64(60+i*59%128), float64(60+i*83%128))
		luma[i], cb[i], cr[i] = color.RGBToYCbCr(shown[i].R, shown[i].G, shown[i].B)
	}
	return filtertest.Colour(luma, cb, cr), shown
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
		{"sigmoid:0", in},
		{"sigmoid", []byte{0, 0, 40, 127, 128, 219, 255}},
		{"sigmoid:10:0", []byte{0, 5, 211, 252, 252, 255, 255}},
		{"sigmoid:-5", []byte{0, 2, 78, 127, 128, 181, 255}},
		{"threshold", []byte{0, 0, 0, 0, 255, 255, 255}},
		{"threshold:0", []byte{0, 255, 255, 255, 255, 255, 255}},
		{"threshold:255", []byte{0, 0, 0, 0, 0, 0, 0}},
		{"posterize:2", []byte{0, 0, 0, 0, 255, 255, 255}},
		{"posterize:3", []byte{0, 0, 0, 127, 127, 255, 255}},
		{"gray", in},
		{"gray,brightness:20,invert", []byte{204, 203, 144, 77, 76, 4, 0}}, // fused, in this order
	}
	for _, test := range tests {
		f := apply(t, test.chain, filtertest.Grey(bytes.Clone(in)))
		if got := filtertest.Rows(f, 0)[0]; !bytes.Equal(got, test.want) {
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
		"sigmoid":        imaging.AdjustSigmoid(grey, 0.5, 5),
		"sigmoid:10:0":   imaging.AdjustSigmoid(grey, 0, 10),
		"sigmoid:0.1:80": imaging.AdjustSigmoid(grey, 0.8, 0.1),
		"sigmoid:-5":     imaging.AdjustSigmoid(grey, 0.5, -5),
		"sigmoid:-10:30": imaging.AdjustSigmoid(grey, 0.3, -10),
		"saturation:-50": grey,
	} {
		got := filtertest.Rows(apply(t, chain, ramp()), 0)[0]
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
		luma, cb, cr byte // result for 100, 108, 148
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
		f := apply(t, test.chain, filtertest.Colour([]byte{100}, []byte{108}, []byte{148}))
		got := []byte{filtertest.Rows(f, 0)[0][0], filtertest.Rows(f, 1)[0][0], filtertest.Rows(f, 2)[0][0]}
		if want := []byte{test.luma, test.cb, test.cr}; !bytes.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", test.chain, got, want)
		}
	}
}

// TestColourIsDefinition compares with the same operations on RGB in floating point. The tolerance,
// in levels of a channel, is for fixed point and for three samples rounded to whole numbers; for
// sepia also for the weights of luma instead of the matrix's.
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
			want := paint.RGB(test.want(float64(c.R), float64(c.G), float64(c.B)))
			got := img.NRGBAAt(i, 0)
			if d := filtertest.Furthest([]byte{got.R, got.G, got.B}, []byte{want.R, want.G, want.B}); d > test.tolerance {
				t.Errorf("%s: %v becomes %v, want %v", test.chain, c, got, want)
				break
			}
		}
	}
}

func TestPosterizeLeavesItsLevels(t *testing.T) {
	img := apply(t, "posterize:3", filtertest.Picture(64, 48, frame.YUV444)).NRGBA()
	for i, v := range img.Pix {
		if v != 0 && v != 127 && v != 255 || i%4 == 3 && v != 255 {
			t.Fatalf("byte %d is %d", i, v)
		}
	}
}

// TestWhiteBalance puts greys into coloured light and checks that they become grey again.
func TestWhiteBalance(t *testing.T) {
	var luma, cb, cr []byte
	for v := 20.0; v < 240; v += 7 {
		lit := paint.YCbCr(paint.RGB(v*1.06, v, v*0.88))
		luma, cb, cr = append(luma, lit[0]), append(cb, lit[1]), append(cr, lit[2])
	}
	f := apply(t, "whitebalance", filtertest.Colour(bytes.Clone(luma), bytes.Clone(cb), bytes.Clone(cr)))
	even := bytes.Repeat([]byte{planes.Neutral}, len(luma))
	if d := max(filtertest.Furthest(filtertest.Rows(f, 1)[0], even), filtertest.Furthest(filtertest.Rows(f, 2)[0], even)); d > 1 {
		t.Errorf("%d from grey: %v %v", d, filtertest.Rows(f, 1)[0], filtertest.Rows(f, 2)[0])
	}
	if !bytes.Equal(filtertest.Rows(f, 0)[0], luma) {
		t.Error("luma has changed")
	}
	half := apply(t, "whitebalance:50", filtertest.Colour(luma, bytes.Clone(cb), bytes.Clone(cr)))
	last := len(luma) - 1
	if got, full := int(filtertest.Rows(half, 1)[0][last]), int(cb[last]); got != (full+planes.Neutral)/2 && got != (full+planes.Neutral+1)/2 {
		t.Errorf("half of the way from %d is %d", full, got)
	}
	if f := apply(t, "whitebalance", filtertest.Colour([]byte{0, 0}, []byte{90, 90}, []byte{200, 200})); filtertest.Rows(f, 1)[0][0] != 90 {
		t.Error("black without light has changed")
	}
}

// TestSubsampledChroma checks that an operation that changes chroma by luma reads the luma that the
// sample covers, at odd edges, too.
func TestSubsampledChroma(t *testing.T) {
	for _, s := range filtertest.Samplings[1:] {
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
		row := filtertest.Rows(f, 2)[0]
		if pale := row[len(row)-1] < 140; pale != alone {
			t.Errorf("sampling %d: the last sample of Cr is %d", s, row[len(row)-1])
		}
		if row[0] < 190 {
			t.Errorf("sampling %d: the first sample of Cr is %d", s, row[0])
		}
	}
}

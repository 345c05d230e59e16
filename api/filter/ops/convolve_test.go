package ops

import (
	"bytes"
	"image"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"framepost/api/filter"
	"framepost/api/filter/filtertest"
	"framepost/api/frame"
)

func TestConvolveLiterals(t *testing.T) {
	row := []byte{10, 10, 40, 100, 100}
	for chain, want := range map[string][]byte{
		"convolve:weights=0 0 0 0 1 0 0 0 0":                                            row,
		"convolve:weights=0 0 0 0 0 1 0 0 0":                                            {10, 40, 100, 100, 100}, // the neighbour on the right
		"convolve:weights=0 0 0 0 2 0 0 0 0":                                            {20, 20, 80, 200, 200},
		"convolve:weights=0 0 0 0 3 0 0 0 0:normalize=true":                             row,
		"convolve:weights=1 1 1 1 1 1 1 1 1:normalize=true":                             {10, 20, 50, 80, 100},
		"convolve:weights=0 0 0 -1 0 1 0 0 0":                                           {0, 30, 90, 60, 0},
		"convolve:weights=0 0 0 1 0 -1 0 0 0":                                           {0, 0, 0, 0, 0},
		"convolve:weights=0 0 0 1 0 -1 0 0 0:abs=true":                                  {0, 30, 90, 60, 0},
		"convolve:weights=0 0 0 1 0 -1 0 0 0:bias=128":                                  {128, 98, 38, 68, 128},
		"convolve:edges:0 0 0 2 0 -2 0 0 0:true:5:true":                                 {5, 35, 95, 65, 5},       // the sum is 0, that above 0 is 2
		"convolve:weights=" + strings.Repeat("0 ", 14) + "1" + strings.Repeat(" 0", 10): {40, 100, 100, 100, 100}, // two to the right
		"convolve:edges":   {0, 0, 0, 180, 0}, // 3·(-30), 3·(-30), then 3·60 - 0
		"convolve:sharpen": {10, 0, 10, 160, 100},
		"convolve:emboss":  {10, 70, 220, 220, 100},
		"convolve":         {10, 70, 220, 220, 100}, // the first by name is the default
		"convolve:soften":  {10, 18, 48, 85, 100},
		"convolve:motion":  {16, 34, 52, 70, 88},
	} {
		f := apply(t, chain, filtertest.Grey(bytes.Clone(row), bytes.Clone(row), bytes.Clone(row)))
		if got := filtertest.Rows(f, 0)[1]; filtertest.Furthest(got, want) > 1 {
			t.Errorf("%s: got %v, want %v", chain, got, want)
		}
	}
}

func TestConvolveRefuses(t *testing.T) {
	for weights, want := range map[string]string{
		"1":                                 "has 1 weights; allowed are 9",
		"1 2 3 4 5 6 7 8":                   "has 8 weights",
		strings.Repeat("1 ", 26):            "has 26 weights",
		"1 2 3 4 5 6 7 8 x":                 `the weight "x"`,
		"1 2 3 4 5 6 7 8 NaN":               `the weight "NaN"`,
		"1 2 3 4 5 6 7 8 0x1":               `the weight "0x1"`,
		"1 2 3 4 5 6 7 8 1001":              "from -1000 to 1000",
		"1 2 3 4 5 6 7 8 -1e9":              "from -1000 to 1000",
		"1\\,2\\,3\\,4\\,5\\,6\\,7\\,8\\,9": "has 1 weights",
	} {
		if _, err := registry.Parse("convolve:weights=" + weights); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %q", weights, err, want)
		}
	}
	if _, err := registry.Parse("convolve:nosuch"); err == nil || !strings.Contains(err.Error(), "emboss, edges, sharpen") {
		t.Errorf("an unknown name: %v", err)
	}
}

// TestConvolveIsDefinition computes each channel of each pixel in floating point, on pictures of
// odd sizes.
func TestConvolveIsDefinition(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, size := range [][2]int{{1, 1}, {3, 1}, {1, 5}, {37, 23}} {
		for _, side := range []int{3, 5} {
			weights := make([]float64, side*side)
			var written strings.Builder
			for i := range weights {
				weights[i] = math.Round(rnd.Float64()*100-40) / 100
				written.WriteString(number(weights[i]) + " ")
			}
			img := filtertest.Picture(size[0], size[1], frame.YUV444).NRGBA()
			chain, err := registry.Parse("convolve:weights=" + written.String() + ":bias=20")
			if err != nil {
				t.Fatal(err)
			}
			f := frame.OfNRGBA(filtertest.Picture(size[0], size[1], frame.YUV444).NRGBA())
			if err := chain.Run(t.Context(), f, filter.Metadata{}, 1<<20); err != nil {
				t.Fatal(err)
			}
			got := f.NRGBA()
			for y := range size[1] {
				for x := range size[0] {
					for c := range 3 {
						want := convolved(img, weights, side, x, y, c) + 20
						if d := float64(got.Pix[y*got.Stride+4*x+c]) - min(max(want, 0), 255); math.Abs(d) > 0.51 {
							t.Fatalf("%v, %d×%d at %d, %d: channel %d is off by %.2f", size, side, side, x, y, c, d)
						}
					}
				}
			}
		}
	}
}

// convolved returns the weighted sum around one pixel; the edge pixels are repeated outside.
func convolved(img *image.NRGBA, weights []float64, side, x, y, channel int) (sum float64) {
	for i, w := range weights {
		u := min(max(x+i%side-side/2, 0), img.Rect.Dx()-1)
		v := min(max(y+i/side-side/2, 0), img.Rect.Dy()-1)
		sum += w * float64(img.Pix[v*img.Stride+4*u+channel])
	}
	return sum
}

// TestKernelsKeepLight checks that each named kernel keeps a flat picture as it is, or makes it
// black.
func TestKernelsKeepLight(t *testing.T) {
	for _, k := range kernels {
		f := apply(t, "convolve:"+k.name, filtertest.Flat(9, 7, frame.Gray, 90))
		if v := filtertest.Rows(f, 0)[3][4]; v != 90 && v != 0 {
			t.Errorf("%s makes %d of 90", k.name, v)
		}
	}
}

func BenchmarkConvolve(b *testing.B) {
	for _, kernel := range []string{"emboss", "motion"} {
		b.Run(kernel, func(b *testing.B) { benchmark(b, "convolve:"+kernel) })
	}
}

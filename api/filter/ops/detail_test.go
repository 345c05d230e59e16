package ops

import (
	"bytes"
	"image"
	"testing"

	"github.com/disintegration/imaging"

	"framepost/api/filter/filtertest"
	"framepost/api/filter/planes"
	"framepost/api/frame"
)

// inside compares the luma of f with the red of img, except for margin px at the edges, where
// imaging treats the outside differently.
func inside(t *testing.T, label string, f *frame.Frame, img *image.NRGBA, margin, tolerance int) {
	t.Helper()
	for y := margin; y < f.H-margin; y++ {
		for x := margin; x < f.W-margin; x++ {
			got, want := int(f.Planes()[0].Row(y)[x]), int(img.Pix[y*img.Stride+4*x])
			if got < want-tolerance || got > want+tolerance {
				t.Fatalf("%s: sample %d, %d is %d, imaging's %d", label, x, y, got, want)
			}
		}
	}
}

func TestBlurIsImagings(t *testing.T) {
	for chain, sigma := range map[string]float64{"blur:0.6": 0.6, "blur:2": 2, "blur:3": 3, "blur:5": 5} {
		want := imaging.Blur(filtertest.Picture(90, 80, frame.Gray).NRGBA(), sigma)
		inside(t, chain, apply(t, chain, filtertest.Picture(90, 80, frame.Gray)), want, 3*int(sigma+1), 2)
	}
}

// TestBlurKeepsColoursAligned blurs an edge in luma and chroma: both keep its position, and both
// get equally soft.
func TestBlurKeepsColoursAligned(t *testing.T) {
	for _, chain := range []string{"blur:4", "blur:2.4", "box:5"} {
		for _, s := range []frame.Sampling{frame.YUV444, frame.YUV422, frame.YUV420, frame.YUV411} {
			f := frame.New(80, 40, s)
			for _, p := range f.Planes() {
				for y := range p.H {
					planes.FillRow(p.Row(y)[:p.W/2], 50)
					planes.FillRow(p.Row(y)[p.W/2:], 200)
				}
			}
			planes := apply(t, chain, f).Planes()
			for x, luma := range planes[0].Row(20) {
				stepX, _ := s.Step()
				if (x-stepX/2)%stepX != 0 { // not where a chroma sample has its middle
					continue
				}
				chroma := planes[1].Row(planes[1].H / 2)[x/stepX]
				mean := int(luma)
				if stepX > 1 {
					mean = (mean + int(planes[0].Row(20)[x-1])) / 2
				}
				if d := mean - int(chroma); d < -14 || d > 14 {
					t.Errorf("%s, sampling %d, column %d: light is %d, colour %d", chain, s, x, mean, chroma)
				}
			}
		}
	}
}

func TestSharpenIsImagings(t *testing.T) {
	for chain, sigma := range map[string]float64{"sharpen": 1, "sharpen:2": 2, "sharpen:0.5": 0.5} {
		want := imaging.Sharpen(filtertest.Picture(90, 80, frame.Gray).NRGBA(), sigma)
		inside(t, chain, apply(t, chain, filtertest.Picture(90, 80, frame.Gray)), want, 9, 3)
	}
}

func TestSharpenLeavesColours(t *testing.T) {
	before, after := filtertest.Picture(40, 30, frame.YUV420), apply(t, "sharpen:1:300", filtertest.Picture(40, 30, frame.YUV420))
	for i := 1; i <= 2; i++ {
		for y, row := range filtertest.Rows(after, i) {
			if !bytes.Equal(row, filtertest.Rows(before, i)[y]) {
				t.Errorf("row %d of plane %d has changed", y, i)
			}
		}
	}
}

func TestMedianTakesSpecksAway(t *testing.T) {
	clean := filtertest.Picture(48, 36, frame.YUV420)
	for _, p := range clean.Planes() {
		for y := range p.H {
			planes.FillRow(p.Row(y), byte(100+y))
		}
	}
	for _, chain := range []string{"median", "median:4", "median:5", "median:9"} {
		specked := filtertest.Picture(48, 36, frame.YUV420)
		for i, p := range specked.Planes() {
			filtertest.CopyPlane(p, clean.Planes()[i])
			for y := 2; y < p.H; y += 6 {
				p.Row(y)[y/2], p.Row(y)[p.W/2] = 0, 255
			}
		}
		for i, p := range apply(t, chain, specked).Planes() {
			for y := range p.H {
				if d := filtertest.Furthest(p.Row(y), clean.Planes()[i].Row(y)); d > 1 {
					t.Errorf("%s: plane %d, row %d is off by %d", chain, i, y, d)
				}
			}
		}
	}
}

func TestMedianOfEvenSize(t *testing.T) {
	if !filtertest.Same(apply(t, "median:4", filtertest.Picture(40, 30, frame.YUV420)), apply(t, "median:5", filtertest.Picture(40, 30, frame.YUV420))) {
		t.Error("median:4 is not median:5")
	}
}

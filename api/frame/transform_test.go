package frame

import (
	"bytes"
	"fmt"
	"image"
	"math"
	"slices"
	"testing"

	"framepost/api/kernel"
)

var samplings = []Sampling{Gray, YUV444, YUV422, YUV440, YUV420, YUV411, YUV410}

// ramps is a frame whose luma is 100, whose Cb grows by slope a px from left to right
// and whose Cr grows so from top to bottom: a chroma sample has the value of the middle
// of what it covers.
func ramps(w, h int, s Sampling, slope float64) *Frame {
	f := New(w, h, s)
	planes := f.Planes()
	for y := range h {
		copy(planes[0].Row(y), bytes.Repeat([]byte{100}, w))
	}
	if s == Gray {
		return f
	}
	stepX, stepY := s.Step()
	for y := range planes[1].H {
		for x := range planes[1].W {
			planes[1].Row(y)[x] = byte(math.Round((float64(x) + 0.5) * float64(stepX) * slope))
			planes[2].Row(y)[x] = byte(math.Round((float64(y) + 0.5) * float64(stepY) * slope))
		}
	}
	return f
}

// Chroma stays with its luma through crops at odd places, odd sizes, turns and resizes,
// of whatever sampling: the colour of a px of the result is that of the px it came from.
func TestChromaStaysInPlace(t *testing.T) {
	const w, h, slope = 61, 45, 4.0
	for _, s := range samplings[1:] {
		for _, turn := range turns {
			for _, crop := range []image.Rectangle{image.Rect(0, 0, w, h), image.Rect(3, 5, 58, 44), image.Rect(8, 8, 40, 32)} {
				for _, size := range []image.Point{{}, {30, 22}, {75, 77}, {127, 31}, {16, 90}} {
					g := Cropped(crop)
					g = g.Then(Turned(g.W, g.H, turn))
					if size != (image.Point{}) {
						g = g.Then(Resized(g.W, g.H, size.X, size.Y, kernel.Auto))
					}
					f := ramps(w, h, s, slope)
					f.Transform(g)
					checkRamps(t, f, g, slope, fmt.Sprintf("%d %+v", s, g))
				}
			}
		}
	}
}

func checkRamps(t *testing.T, f *Frame, g Geometry, slope float64, what string) {
	t.Helper()
	if f.W != g.W || f.H != g.H {
		t.Fatalf("%s: %d×%d", what, f.W, f.H)
	}
	for y := range f.H {
		for x, v := range f.planes[0].Row(y) {
			if v != 100 {
				t.Fatalf("%s: luma %d, %d is %d", what, x, y, v)
			}
		}
	}
	stepX, stepY := f.sampling.Step()
	cropW, cropH := float64(g.Crop.Dx()), float64(g.Crop.Dy())
	for j := range f.planes[1].H {
		for i := range f.planes[1].W {
			// The middle of the sample, in the result, then in the crop, from 0 to 1.
			u, v := (float64(i)+0.5)*float64(stepX)/float64(g.W), (float64(j)+0.5)*float64(stepY)/float64(g.H)
			if g.Turn&FlipX != 0 {
				u = 1 - u
			}
			if g.Turn&FlipY != 0 {
				v = 1 - v
			}
			if g.Turn&Transpose != 0 {
				u, v = v, u
			}
			u, v = float64(g.Crop.Min.X)+u*cropW, float64(g.Crop.Min.Y)+v*cropH
			got := [2]byte{f.planes[1].Row(j)[i], f.planes[2].Row(j)[i]}
			for k, at := range [2]float64{u, v} {
				lo, hi, size := g.Crop.Min.X, g.Crop.Max.X, cropW
				if k == 1 {
					lo, hi, size = g.Crop.Min.Y, g.Crop.Max.Y, cropH
				}
				// At the edges there is nothing to interpolate with. What a sample of
				// either side covers there is what may be lost.
				edge := max(4, 4*size/float64(min(g.W, g.H)))
				tolerance := 1.6
				if at < float64(lo)+edge || at > float64(hi)-edge {
					tolerance += edge * slope / 2
				}
				if d := math.Abs(float64(got[k]) - at*slope); d > tolerance {
					t.Fatalf("%s: chroma %d at %d, %d is %d, want %.1f", what, k, i, j, got[k], at*slope)
				}
			}
		}
	}
}

func TestTransformSampling(t *testing.T) {
	turned := map[Sampling]Sampling{Gray: Gray, YUV444: YUV444, YUV422: YUV440, YUV440: YUV422, YUV420: YUV420, YUV411: YUV420, YUV410: YUV420}
	for _, s := range samplings {
		for _, c := range []struct {
			name string
			g    Geometry
			want Sampling
		}{
			{"kept", Keep(16, 12), s},
			{"mirrored", Turned(16, 12, FlipX), s},
			{"cropped", Cropped(image.Rect(1, 1, 9, 9)), s},
			{"on its side", Turned(16, 12, Rotate90), turned[s]},
			{"resized", Resized(16, 12, 10, 9, kernel.Auto), map[bool]Sampling{true: Gray, false: YUV420}[s == Gray]},
		} {
			f := ramps(16, 12, s, 1)
			if f.Transform(c.g); f.Sampling() != c.want {
				t.Errorf("%d %s has sampling %d, want %d", s, c.name, f.Sampling(), c.want)
			}
			cw, ch := c.want.ChromaSize(c.g.W, c.g.H)
			if p := f.planes[1]; p.W != cw || p.H != ch {
				t.Errorf("%d %s has %d×%d chroma, want %d×%d", s, c.name, p.W, p.H, cw, ch)
			}
		}
	}
}

func TestComponents(t *testing.T) {
	steps := func(f *Frame) (list []int) {
		for i, c := range f.Components() {
			if list = append(list, c.StepX, c.StepY); c.W != f.Planes()[i].W {
				t.Errorf("component %d is %d wide, its plane %d", i, c.W, f.Planes()[i].W)
			}
		}
		return list
	}
	reduced := New(31, 23, YUV420)
	reduced.Reduced(61, 45, 2)
	for _, c := range []struct {
		f    *Frame
		want []int
	}{
		{New(5, 3, Gray), []int{1, 1}},
		{New(5, 3, YUV444), []int{1, 1, 1, 1, 1, 1}},
		{New(5, 3, YUV440), []int{1, 1, 1, 2, 1, 2}},
		{New(5, 3, YUV410), []int{1, 1, 4, 2, 4, 2}},
		{OfNRGBA(image.NewNRGBA(image.Rect(0, 0, 5, 3))), []int{1, 1, 2, 2, 2, 2}},
		{reduced, []int{2, 2, 4, 4, 4, 4}},
	} {
		if got := steps(c.f); !slices.Equal(got, c.want) {
			t.Errorf("sampling %d: steps %v, want %v", c.f.Sampling(), got, c.want)
		}
	}
}

// Planes that someone lent are read, not written.
func TestTransformLent(t *testing.T) {
	pix := []byte("abcdef")
	f := Of(Gray, Plane{Pix: pix, Stride: 3, W: 3, H: 2})
	f.Transform(Turned(3, 2, Rotate180))
	f.Transform(Resized(3, 2, 6, 4, kernel.Linear))
	f.Release()
	if string(pix) != "abcdef" {
		t.Errorf("%q", pix)
	}
}

// A frame decoded at a fraction of its size has its own measures until it is resized.
func TestTransformReduced(t *testing.T) {
	f := ramps(31, 23, YUV420, 8)
	f.Reduced(61, 45, 2)
	g := Resized(61, 45, 20, 15, kernel.Auto)
	f.Transform(g)
	checkRamps(t, f, g, 4, "reduced by 2")

	kept := ramps(31, 23, YUV420, 8)
	kept.Reduced(61, 45, 2)
	kept.Transform(Keep(61, 45))
	checkRamps(t, kept, Keep(61, 45), 4, "reduced by 2 and kept")
}

func TestTransformRefuses(t *testing.T) {
	for _, g := range []Geometry{
		{},
		Cropped(image.Rect(0, 0, 9, 4)),
		Cropped(image.Rect(-1, 0, 3, 3)),
		Resized(8, 4, 0, 5, kernel.Auto),
		Resized(8, 4, 5, -1, kernel.Auto),
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%+v of an 8×4 frame is done", g)
				}
			}()
			New(8, 4, Gray).Transform(g)
		}()
	}
}

// Any geometry that has a meaning is done, and a flat picture stays flat.
func FuzzTransform(f *testing.F) {
	f.Add(uint8(64), uint8(48), uint8(4), uint8(3), uint8(5), uint8(50), uint8(40), uint8(2), uint8(70), uint8(52), uint8(0))
	f.Add(uint8(1), uint8(1), uint8(6), uint8(0), uint8(0), uint8(1), uint8(1), uint8(7), uint8(255), uint8(1), uint8(4))
	f.Fuzz(func(t *testing.T, w, h, s, x, y, cropW, cropH, turn, toW, toH, how uint8) {
		crop := image.Rect(int(x), int(y), int(x)+int(cropW), int(y)+int(cropH)).Intersect(image.Rect(0, 0, int(w), int(h)))
		if crop.Empty() || toW == 0 || toH == 0 {
			return
		}
		frame := New(int(w), int(h), samplings[int(s)%len(samplings)])
		for i, p := range frame.Planes() {
			for y := range p.H {
				copy(p.Row(y), bytes.Repeat([]byte{byte(50 + i)}, p.W))
			}
		}
		frame.Transform(Geometry{Crop: crop, Turn: Turn(turn % 8), W: int(toW), H: int(toH), Scaling: kernel.Scaling(how % 5)})
		if frame.W != int(toW) || frame.H != int(toH) {
			t.Fatalf("%d×%d, want %d×%d", frame.W, frame.H, toW, toH)
		}
		for i, p := range frame.Planes() {
			for y := range p.H {
				for x, v := range p.Row(y) {
					if v != byte(50+i) {
						t.Fatalf("plane %d at %d, %d: %d", i, x, y, v)
					}
				}
			}
		}
		frame.Release()
	})
}

func BenchmarkTransform(b *testing.B) {
	mirrored := func(g Geometry) Geometry { return g.Then(Turned(g.W, g.H, FlipX)) }
	for name, g := range map[string]Geometry{
		"640x480 to 700 mirrored":  mirrored(Resized(640, 480, 700, 525, kernel.Auto)),
		"1280x720 to 700 mirrored": mirrored(Resized(1280, 720, 700, 394, kernel.Auto)),
		"640x480 mirrored":         Turned(640, 480, FlipX),
		"640x480 on its side":      Turned(640, 480, Rotate90),
		"640x480 cropped":          Cropped(image.Rect(101, 51, 501, 351)),
	} {
		b.Run(name, func(b *testing.B) {
			size := g.Crop.Max
			if name == "640x480 cropped" {
				size = image.Pt(640, 480)
			}
			src := ramps(size.X, size.Y, YUV420, 0.1)
			b.ReportAllocs()
			for b.Loop() {
				f := Of(YUV420, src.Planes()...)
				f.Transform(g)
				f.Release()
			}
		})
	}
}

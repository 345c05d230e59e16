package kernel

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

func TestWithinLiteral(t *testing.T) {
	for _, test := range []struct {
		axis        Axis
		how         Scaling
		from, to    int
		first, last int
	}{
		{span(0, 8, 8), Auto, 2, 5, 2, 5},
		{span(0, 8, 4), Area, 1, 7, 1, 3}, // result 0 needs sample 0, result 3 sample 7
		{span(0, 8, 4), Area, 0, 8, 0, 4},
		{mirrored(0, 8, 8), Auto, 0, 3, 5, 8},
		{span(2, 6, 4), Auto, 0, 4, 0, 2},   // cropped
		{span(0, 4, 8), Linear, 1, 3, 3, 5}, // between the middles of samples 1 and 2
		{span(0, 8, 4), Area, 3, 4, 0, 0},   // half a result
		{span(4, 8, 4), Auto, 0, 4, 0, 0},   // cropped away
	} {
		if first, last := test.axis.Within(test.from, test.to, test.how); first != test.first || last != test.last {
			t.Errorf("%+v by %d within %d to %d: %d to %d, want %d to %d",
				test.axis, test.how, test.from, test.to, first, last, test.first, test.last)
		}
	}
}

// TestResizePart compares parts of a result with the whole, on parts of the source that hold no
// sample more than is known to be enough: around them there is other memory.
func TestResizePart(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	ys := []Axis{span(0, 90, 90), span(3, 87, 200), mirrored(0, 90, 41), span(0, 90, 20), span(0, 90, 70)}
	xs := []Axis{span(0, 400, 400), span(0, 400, 219), mirrored(1, 399, 300), span(5, 390, 90), span(0, 400, 640), mirrored(0, 400, 30)}
	for _, how := range []Scaling{Auto, Nearest, Linear, Area, Lanczos} {
		for _, x := range xs {
			for _, y := range ys {
				src := noise(400*90, 7)
				whole := make([]byte, x.Len*y.Len)
				resize(whole, x.Len, src, 400, x, y, how)
				for range 4 {
					left, right := pair(rnd, 400)
					top, bottom := pair(rnd, 90)
					part := window(src, 400, left, top, right, bottom)
					across, down := Section{Axis: x, Origin: left}, Section{Axis: y, Origin: top}
					across.First, across.Last = x.Within(left, right, how)
					down.First, down.Last = y.Within(top, bottom, how)
					w, h := across.Last-across.First, down.Last-down.First
					if w == 0 || h == 0 {
						continue
					}
					got := Plane{Pix: make([]byte, w*h), Stride: w, W: w, H: h}
					ResizePart(got, Plane{Pix: part, Stride: right - left, W: right - left, H: bottom - top}, across, down, how)
					if want := window(whole, x.Len, across.First, down.First, across.Last, down.Last); !bytes.Equal(got.Pix, want) {
						t.Fatalf("%+v × %+v by %d from %d,%d to %d,%d differs from the whole", x, y, how, left, top, right, bottom)
					}
				}
			}
		}
	}
}

// pair returns two different numbers up to n, the smaller one first.
func pair(rnd *rand.Rand, n int) (int, int) {
	a, b := rnd.IntN(n), 1+rnd.IntN(n)
	return min(a, b-1), max(a, b-1) + 1
}

// window returns a copy of a part of rows of bytes.
func window(src []byte, stride, left, top, right, bottom int) (part []byte) {
	for y := top; y < bottom; y++ {
		part = append(part, src[y*stride+left:y*stride+right]...)
	}
	return part
}

// TestReaches checks that the filters look no further than they say, and as far.
func TestReaches(t *testing.T) {
	for _, sigma := range []float64{0, 0.3, 1, 2, 2.9, 3, 3.1, 8, 40} {
		r := GaussianReach(sigma)
		src := Plane{Pix: bytes.Repeat([]byte{128}, 4*r+3), Stride: 4*r + 3, W: 4*r + 3, H: 1}
		out, memory := src.Scratch()
		src.Pix[0] = 255
		Gaussian(out, src, sigma, sigma)
		for x := r + 1; x < src.W; x++ {
			if out.Pix[x] != 128 {
				t.Errorf("deviation %v: sample %d sees sample 0, further than %d away", sigma, x, r)
				break
			}
		}
		memory.Release()
	}
}

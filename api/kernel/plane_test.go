package kernel

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// guard is the value of the bytes around the samples of a test's plane.
const guard = 0xA5

// noisy returns a w×h window into larger memory: waves, an edge and noise, the same at each
// call.
func noisy(w, h int) Plane {
	rnd := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	p := guarded(w, h)
	for y := range h {
		for x := range w {
			v := 110 + 50*math.Sin(float64(x)/17)*math.Cos(float64(y)/23) + float64(rnd.IntN(30))
			if 3*x+y > 2*w {
				v += 60
			}
			p.Pix[y*p.Stride+x] = byte(v)
		}
	}
	return p
}

func guarded(w, h int) Plane {
	memory := bytes.Repeat([]byte{guard}, (w+5)*(h+2))
	return Plane{Pix: memory[w+7:], Stride: w + 5, W: w, H: h}
}

// literal is a plane of the rows given.
func literal(rows ...[]byte) Plane {
	p := guarded(len(rows[0]), len(rows))
	for y, row := range rows {
		copy(p.Row(y), row)
	}
	return p
}

// at returns a sample, or the nearest one at the edge if x, y is outside.
func (p Plane) at(x, y int) int {
	return int(p.Pix[min(max(y, 0), p.H-1)*p.Stride+min(max(x, 0), p.W-1)])
}

// oddSizes have rows shorter and longer than a vector, and planes that end within one.
var oddSizes = [][2]int{{1, 1}, {1, 9}, {9, 1}, {2, 2}, {17, 13}, {31, 5}, {64, 3}, {65, 7}, {100, 40}, {131, 20}}

// compare checks that filter's samples are those of want, to within a tolerance,
// on planes of odd sizes and strides, into another plane and over its own.
func compare(t *testing.T, tolerance int, filter func(dst, src Plane), want func(src Plane, x, y int) float64) {
	t.Helper()
	for _, size := range oddSizes {
		src, apart := noisy(size[0], size[1]), guarded(size[0], size[1])
		label := fmt.Sprintf("%d×%d", size[0], size[1])
		filter(apart, src)
		for y := range src.H {
			for x := range src.W {
				got, want := float64(apart.at(x, y)), want(src, x, y)
				if math.Abs(got-want) > float64(tolerance)+0.5 {
					t.Fatalf("%s: sample %d, %d is %v, not %v", label, x, y, got, want)
				}
			}
		}
		filter(src, src)
		for y := range src.H {
			if !bytes.Equal(src.Row(y), apart.Row(y)) {
				t.Fatalf("%s: row %d is another when written over the plane itself", label, y)
			}
		}
		keepsGuard(t, label, src)
		keepsGuard(t, label, apart)
	}
}

func keepsGuard(t *testing.T, label string, p Plane) {
	t.Helper()
	for at, v := range p.Pix[:cap(p.Pix)] {
		if inside := at/p.Stride < p.H && at%p.Stride < p.W; !inside && v != guard {
			t.Fatalf("%s: something is written beside the plane, at %d", label, at)
		}
	}
}

// randomRow is n random samples.
func randomRow(rnd *rand.Rand, n int) []byte {
	row := make([]byte, n)
	for i := range row {
		row[i] = byte(rnd.Uint32())
	}
	return row
}

// benchPlanes are a 640×480 plane and room for a result.
func benchPlanes(b *testing.B) (dst, src Plane) {
	b.ReportAllocs()
	return guarded(640, 480), noisy(640, 480)
}

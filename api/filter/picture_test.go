package filter

import (
	"bytes"
	"context"
	"math/rand/v2"
	"testing"

	"framepost/api/frame"
)

var samplings = []frame.Sampling{frame.Gray, frame.YUV444, frame.YUV422, frame.YUV440, frame.YUV420, frame.YUV411, frame.YUV410}

const guard = 0xA5

// lend cuts the planes of a w×h picture out of larger memory, whose other bytes are all
// guard. What the planes hold is a smooth picture with some noise, the same each time.
func lend(w, h int, s frame.Sampling) []frame.Plane {
	rnd := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	cw, ch := s.ChromaSize(w, h)
	planes := []frame.Plane{{W: w, H: h}, {W: cw, H: ch}, {W: cw, H: ch}}
	if s == frame.Gray {
		planes = planes[:1]
	}
	for i := range planes {
		p := &planes[i]
		p.Stride = p.W + 5
		memory := bytes.Repeat([]byte{guard}, p.Stride*(p.H+2))
		p.Pix = memory[p.Stride+2:]
		for y := range p.H {
			for x := range p.W {
				v := 30 + 190*x/p.W
				if i > 0 {
					v = 80 + 90*y/p.H - 20*(i-1)
				}
				p.Pix[y*p.Stride+x] = byte(v + rnd.IntN(24))
			}
		}
	}
	return planes
}

// picture is a w×h picture in memory of its own.
func picture(w, h int, s frame.Sampling) *frame.Frame {
	f := frame.New(w, h, s)
	for i, p := range lend(w, h, s) {
		copyPlane(f.Planes()[i], p)
	}
	return f
}

// grey is a picture of literal luma rows, colour one of literal rows of the three planes
// without subsampling.
func grey(rows ...[]byte) *frame.Frame {
	f := frame.New(len(rows[0]), len(rows), frame.Gray)
	for y, row := range rows {
		copy(f.Planes()[0].Row(y), row)
	}
	return f
}

func colour(luma, cb, cr []byte) *frame.Frame {
	f := frame.New(len(luma), 1, frame.YUV444)
	for i, row := range [][]byte{luma, cb, cr} {
		copy(f.Planes()[i].Row(0), row)
	}
	return f
}

func copyPlane(dst, src frame.Plane) {
	for y := range src.H {
		copy(dst.Row(y), src.Row(y))
	}
}

// apply runs a chain over f and gives f.
func apply(t testing.TB, chain string, f *frame.Frame) *frame.Frame {
	t.Helper()
	c, err := Parse(chain)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Run(context.Background(), f, frame.Upright, 1<<22); err != nil {
		t.Fatalf("%s on %d×%d: %v", chain, f.W, f.H, err)
	}
	return f
}

// rows are the samples of plane i, row by row.
func rows(f *frame.Frame, i int) [][]byte {
	p := f.Planes()[i]
	list := make([][]byte, p.H)
	for y := range list {
		list[y] = p.Row(y)
	}
	return list
}

// same tells whether two pictures agree to the sample.
func same(f, g *frame.Frame) bool {
	if f.W != g.W || f.H != g.H || f.Sampling() != g.Sampling() {
		return false
	}
	for i := range f.Planes() {
		for y, row := range rows(f, i) {
			if !bytes.Equal(row, rows(g, i)[y]) {
				return false
			}
		}
	}
	return true
}

// furthest is the largest difference between two rows of samples.
func furthest(got, want []byte) (most int) {
	for i := range want {
		most = max(most, int(got[i])-int(want[i]), int(want[i])-int(got[i]))
	}
	return most
}

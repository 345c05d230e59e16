// Package filtertest has what the tests of operations share: pictures to run them on, and
// ways to compare results. Only tests import it.
package filtertest

import (
	"bytes"
	"context"
	"math/rand/v2"
	"testing"

	"framepost/api/filter"
	"framepost/api/frame"
)

// Samplings lists every chroma subsampling that a frame can have.
var Samplings = []frame.Sampling{frame.Gray, frame.YUV444, frame.YUV422, frame.YUV440, frame.YUV420, frame.YUV411, frame.YUV410}

// Guard is the value of every byte that Lend allocates outside of the planes.
const Guard = 0xA5

// Lend returns the planes of a w×h picture as parts of a larger memory, whose other bytes are
// all Guard. The picture is smooth with some noise, and the same at each call.
func Lend(w, h int, s frame.Sampling) []frame.Plane {
	rnd := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	cw, ch := s.ChromaSize(w, h)
	planes := []frame.Plane{{W: w, H: h}, {W: cw, H: ch}, {W: cw, H: ch}}
	if s == frame.Gray {
		planes = planes[:1]
	}
	for i := range planes {
		p := &planes[i]
		p.Stride = p.W + 5
		memory := bytes.Repeat([]byte{Guard}, p.Stride*(p.H+2))
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

// Picture returns the w×h picture of Lend in its own memory.
func Picture(w, h int, s frame.Sampling) *frame.Frame {
	f := frame.New(w, h, s)
	for i, p := range Lend(w, h, s) {
		CopyPlane(f.Planes()[i], p)
	}
	return f
}

// Grey returns a picture of literal luma rows, without chroma.
func Grey(rows ...[]byte) *frame.Frame {
	f := frame.New(len(rows[0]), len(rows), frame.Gray)
	for y, row := range rows {
		copy(f.Planes()[0].Row(y), row)
	}
	return f
}

// Colour returns a picture of one literal row in each plane, without subsampling.
func Colour(luma, cb, cr []byte) *frame.Frame {
	f := frame.New(len(luma), 1, frame.YUV444)
	for i, row := range [][]byte{luma, cb, cr} {
		copy(f.Planes()[i].Row(0), row)
	}
	return f
}

// Flat returns a w×h picture of a single grey.
func Flat(w, h int, s frame.Sampling, luma byte) *frame.Frame {
	f := frame.New(w, h, s)
	for i := range f.Planes() {
		for _, row := range Rows(f, i) {
			for x := range row {
				row[x] = []byte{luma, 128, 128}[i]
			}
		}
	}
	return f
}

// CopyPlane copies the samples of src to dst, which has the same size.
func CopyPlane(dst, src frame.Plane) {
	for y := range src.H {
		copy(dst.Row(y), src.Row(y))
	}
}

// Apply runs a chain on f and returns f.
func Apply(t testing.TB, r *filter.Registry, chain string, f *frame.Frame) *frame.Frame {
	t.Helper()
	c, err := r.Parse(chain)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Run(context.Background(), f, filter.Metadata{}, 1<<22); err != nil {
		t.Fatalf("%s on %d×%d: %v", chain, f.W, f.H, err)
	}
	return f
}

// Rows returns the samples of plane i, row by row.
func Rows(f *frame.Frame, i int) [][]byte {
	p := f.Planes()[i]
	list := make([][]byte, p.H)
	for y := range list {
		list[y] = p.Row(y)
	}
	return list
}

// Same reports whether two pictures have equal samples.
func Same(f, g *frame.Frame) bool {
	if f.W != g.W || f.H != g.H || f.Sampling() != g.Sampling() {
		return false
	}
	for i := range f.Planes() {
		for y, row := range Rows(f, i) {
			if !bytes.Equal(row, Rows(g, i)[y]) {
				return false
			}
		}
	}
	return true
}

// Furthest returns the largest difference between two rows of samples.
func Furthest(got, want []byte) (most int) {
	for i := range want {
		most = max(most, int(got[i])-int(want[i]), int(want[i])-int(got[i]))
	}
	return most
}

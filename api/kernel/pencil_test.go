package kernel

import (
	"bytes"
	"testing"
)

func TestDodgeLiterals(t *testing.T) {
	src, soft := literal([]byte{0, 0, 10, 100, 100, 100, 254}), literal([]byte{0, 9, 0, 100, 200, 101, 255})
	Dodge(src, src, soft)
	if want := []byte{255, 0, 255, 255, 128, 252, 254}; !bytes.Equal(src.Row(0), want) {
		t.Errorf("got %v, want %v", src.Row(0), want)
	}
}

func TestDodge(t *testing.T) {
	filter := func(dst, src Plane) {
		soft, memory := src.Scratch()
		defer memory.Release()
		Median(soft, src, 2, 2)
		Dodge(dst, src, soft)
	}
	slow := slowMedian(2, 2)
	compare(t, 1, filter, func(p Plane, x, y int) float64 { // rounded from a rounded inverse
		return min(255*float64(p.at(x, y))/slow(p, x, y), 255)
	})
}

func TestInkLiterals(t *testing.T) {
	var shades [511]uint16
	shades[0], shades[255-10], shades[255], shades[510] = 0, 128, 256, 64
	dst := literal([]byte{200, 200, 201, 200})
	Ink(dst, literal([]byte{0, 40, 7, 255}), literal([]byte{255, 50, 7, 0}), &shades)
	if want := []byte{0, 100, 201, 50}; !bytes.Equal(dst.Row(0), want) {
		t.Errorf("got %v, want %v", dst.Row(0), want)
	}
	keepsGuard(t, "ink", dst)
}

func BenchmarkDodge(b *testing.B) {
	dst, src := benchPlanes(b)
	soft := guarded(src.W, src.H)
	Gaussian(soft, src, 8, 8)
	for b.Loop() {
		Dodge(dst, src, soft)
	}
}

func BenchmarkInk(b *testing.B) {
	dst, narrow := benchPlanes(b)
	wide := guarded(narrow.W, narrow.H)
	Gaussian(wide, narrow, 1.6, 1.6)
	var shades [511]uint16
	for b.Loop() {
		Ink(dst, narrow, wide, &shades)
	}
}

package kernel

import "math"

// Source is a plane that can be sampled at any position: W×H samples of 0–255, row y at
// Pix[y*Stride:], and Outside everywhere around them.
type Source struct {
	Pix          []byte
	Stride, W, H int
	Outside      byte
}

// Line fills dst with samples along a straight line, by bilinear interpolation. The first one
// is at column u and row v, each next one (du, dv) further. Whole coordinates are the middles
// of samples. At an edge the plane fades into Outside over one sample, so that the edge looks
// smooth.
//
// Positions advance in fixed point with 32 fraction bits, enough for any line of 65535
// samples; interpolation uses the upper 8 of them, so that a result is within 2 of the
// exact one. The parts of the line outside, on an edge and inside are found beforehand, not
// sample by sample.
func (s *Source) Line(dst []byte, u, v, du, dv float64) {
	x, dx := fixed(u), fixed(du)
	y, dy := fixed(v), fixed(dv)
	w, h := int64(s.W)*unit, int64(s.H)*unit
	first, last := crossing(x+unit, dx, w+unit, 0, len(dst))
	first, last = crossing(y+unit, dy, h+unit, first, last)
	inner, outer := crossing(x, dx, w-unit, first, last)
	inner, outer = crossing(y, dy, h-unit, inner, outer)

	fillBytes(dst[:first], s.Outside)
	s.edge(dst[first:inner], x+int64(first)*dx, y+int64(first)*dy, dx, dy)
	s.inside(dst[inner:outer], x+int64(inner)*dx, y+int64(inner)*dy, dx, dy)
	s.edge(dst[outer:last], x+int64(outer)*dx, y+int64(outer)*dy, dx, dy)
	fillBytes(dst[last:], s.Outside)
}

const unit = 1 << 32 // one sample, in the fixed point of Line

func fixed(v float64) int64 { return int64(math.Floor(v * unit)) }

// crossing returns the part of lo ≤ i < hi for which 0 ≤ start+i·step < limit. If it is empty,
// both results are equal.
func crossing(start, step, limit int64, lo, hi int) (int, int) {
	switch {
	case step == 0 && start >= 0 && start < limit:
		return lo, hi
	case step == 0 || limit <= 0:
		return lo, lo
	case step < 0: // counted from the other end, it is positive
		start, step = limit-1-start, -step
	}
	// Rounded up to the first i that is inside, and to the first one after those.
	from, to := ceilDiv(-start, step), ceilDiv(limit-start, step)
	lo = min(max(lo, int(from)), hi)
	return lo, max(min(hi, int(to)), lo)
}

func ceilDiv(a, b int64) int64 {
	q := a / b
	if a%b > 0 {
		q++
	}
	return q
}

// inside interpolates where all four neighbours are within the plane.
func (s *Source) inside(dst []byte, x, y, dx, dy int64) {
	for i := range dst {
		at := int(y>>32)*s.Stride + int(x>>32)
		upper, lower := s.Pix[at:at+2], s.Pix[at+s.Stride:at+s.Stride+2]
		dst[i] = blend(upper[0], upper[1], lower[0], lower[1], uint(x>>24)&255, uint(y>>24)&255)
		x, y = x+dx, y+dy
	}
}

// edge interpolates where some of the neighbours are outside.
func (s *Source) edge(dst []byte, x, y, dx, dy int64) {
	for i := range dst {
		left, top := int(x>>32), int(y>>32)
		dst[i] = blend(s.at(left, top), s.at(left+1, top), s.at(left, top+1), s.at(left+1, top+1),
			uint(x>>24)&255, uint(y>>24)&255)
		x, y = x+dx, y+dy
	}
}

func (s *Source) at(x, y int) byte {
	if uint(x) >= uint(s.W) || uint(y) >= uint(s.H) {
		return s.Outside
	}
	return s.Pix[y*s.Stride+x]
}

// blend interpolates between four neighbours, by fx and fy in 1/256: (1-f)·a + f·b is
// a + f·(b-a), which takes one multiplication.
func blend(a, b, c, d byte, fx, fy uint) byte {
	upper := int(a)<<8 + (int(b)-int(a))*int(fx)
	lower := int(c)<<8 + (int(d)-int(c))*int(fx)
	return byte((upper<<8 + (lower-upper)*int(fy) + 1<<15) >> 16)
}

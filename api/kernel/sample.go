package kernel

import "math"

// Source is a plane that is sampled between its samples: W×H samples of 0–255, row y
// at Pix[y*Stride:], and Outside everywhere around them.
type Source struct {
	Pix          []byte
	Stride, W, H int
	Outside      byte
}

// Line fills dst with samples taken along a straight line, by bilinear interpolation:
// the first at (u, v), each next one (du, dv) further. Whole coordinates are the middles
// of samples. An edge fades into Outside over one sample, which is what makes it smooth.
//
// Positions advance in fixed point with 32 fraction bits, enough for any line of 65535
// samples; interpolation uses the upper 8 of them, so that a result is within 2 of the
// exact one.
func (s *Source) Line(dst []byte, u, v, du, dv float64) {
	const shift = 32
	x, y := int64(math.Floor(u*(1<<shift))), int64(math.Floor(v*(1<<shift)))
	dx, dy := int64(math.Floor(du*(1<<shift))), int64(math.Floor(dv*(1<<shift)))
	for i := range dst {
		left, top := int(x>>shift), int(y>>shift)
		fx, fy := uint(x>>(shift-8))&255, uint(y>>(shift-8))&255
		x += dx
		y += dy
		if uint(left) < uint(s.W-1) && uint(top) < uint(s.H-1) {
			at := top*s.Stride + left
			upper, lower := s.Pix[at:at+2], s.Pix[at+s.Stride:at+s.Stride+2]
			dst[i] = blend(upper[0], upper[1], lower[0], lower[1], fx, fy)
			continue
		}
		if left < -1 || left >= s.W || top < -1 || top >= s.H {
			dst[i] = s.Outside
			continue
		}
		dst[i] = blend(s.at(left, top), s.at(left+1, top), s.at(left, top+1), s.at(left+1, top+1), fx, fy)
	}
}

func (s *Source) at(x, y int) byte {
	if uint(x) >= uint(s.W) || uint(y) >= uint(s.H) {
		return s.Outside
	}
	return s.Pix[y*s.Stride+x]
}

// blend weighs four neighbours by fx and fy, which are in 1/256.
func blend(a, b, c, d byte, fx, fy uint) byte {
	upper := uint(a)*(256-fx) + uint(b)*fx
	lower := uint(c)*(256-fx) + uint(d)*fx
	return byte((upper*(256-fy) + lower*fy + 1<<15) >> 16)
}

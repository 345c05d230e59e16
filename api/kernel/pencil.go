package kernel

// Dodge writes 255·src/soft, at most 255, to dst, which may be src or soft. With soft a blurred
// src this is a colour dodge of src with the negative of soft: white, like paper, wherever src
// is at least as light as soft. The planes have one size.
func Dodge(dst, src, soft Plane) {
	for y := range src.H {
		if src.Ended(y) {
			return
		}
		dodge(dst.Row(y), src.Row(y), soft.Row(y))
	}
}

func dodge(dst, src, soft []byte) {
	src, soft = src[:len(dst)], soft[:len(dst)]
	for x := range dst {
		v, by := src[x], soft[x]
		if v >= by { // also where both are 0
			dst[x] = 255
			continue
		}
		dst[x] = byte((uint32(v)*inverses[by] + 1<<15) >> 16)
	}
}

// inverses are 255/v in 1/2¹⁶, rounded up, so that a quotient of exactly a half is also rounded
// up.
var inverses = func() (list [256]uint32) {
	for v := 1; v < len(list); v++ {
		list[v] = uint32((255<<16 + v - 1) / v)
	}
	return list
}()

// Ink multiplies each sample of dst by shades[255 + narrow - wide], in 1/256, at most 256. If
// narrow and wide are a weaker and a stronger blur of one picture, their difference is a
// difference of Gaussians, which is negative on the dark side of an edge. The planes have one
// size.
func Ink(dst, narrow, wide Plane, shades *[511]uint16) {
	for y := range dst.H {
		if dst.Ended(y) {
			return
		}
		row, n, w := dst.Row(y), narrow.Row(y), wide.Row(y)
		n, w = n[:len(row)], w[:len(row)]
		for x, v := range row {
			row[x] = byte((uint32(v)*uint32(shades[255+int(n[x])-int(w[x])]) + 128) >> 8)
		}
	}
}

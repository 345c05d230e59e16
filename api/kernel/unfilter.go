package kernel

// The filter types of a PNG's rows (PNG specification, third edition, section 9.2).
const (
	FilterNone = iota
	FilterSub
	FilterUp
	FilterAverage
	FilterPaeth
)

// Unfilter writes to dst the row whose filtered bytes are src. Each filtered byte is the
// difference from a prediction, which is made from three known bytes: those at the same place
// in the pixel to the left, in the row above, and in the pixel to the left of that. All three
// rows have the same length and do not overlap. pixel is the number of bytes of a pixel, at
// least 1; filter is one of the five types.
func Unfilter(filter byte, dst, src, above []byte, pixel int) {
	done := unfilterVector(filter, dst, src, above, pixel)
	unfilterPlain(filter, dst, src, above, pixel, done)
}

// unfilterPlain unfilters the bytes from done on, which is the first byte of a pixel.
func unfilterPlain(filter byte, dst, src, above []byte, pixel, done int) {
	dst, above = dst[:len(src)], above[:len(src)]
	if filter == FilterNone {
		copy(dst[done:], src[done:])
		return
	}
	if filter == FilterUp {
		for i := done; i < len(src); i++ {
			dst[i] = src[i] + above[i]
		}
		return
	}
	for ; done < min(pixel, len(src)); done++ { // all is 0 to the left of the first pixel
		dst[done] = src[done]
		switch filter {
		case FilterAverage:
			dst[done] += above[done] / 2
		case FilterPaeth:
			dst[done] += above[done]
		}
	}
	switch filter {
	case FilterSub:
		for i := done; i < len(src); i++ {
			dst[i] = src[i] + dst[i-pixel]
		}
	case FilterAverage:
		for i := done; i < len(src); i++ {
			dst[i] = src[i] + byte((int(dst[i-pixel])+int(above[i]))/2)
		}
	case FilterPaeth:
		for i := done; i < len(src); i++ {
			dst[i] = src[i] + paeth(int(dst[i-pixel]), int(above[i]), int(above[i-pixel]))
		}
	}
}

// paeth returns whichever of left, above and corner is nearest to left + above - corner; of two
// that are equally near, the one named first.
func paeth(left, above, corner int) byte {
	toLeft, toAbove := above-corner, left-corner
	toCorner := toLeft + toAbove
	toLeft, toAbove, toCorner = max(toLeft, -toLeft), max(toAbove, -toAbove), max(toCorner, -toCorner)
	nearest := corner
	if toAbove <= toCorner {
		nearest = above
	}
	if toLeft <= min(toAbove, toCorner) {
		nearest = left
	}
	return byte(nearest)
}

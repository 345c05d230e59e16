package kernel

// The filter types of a PNG's rows (PNG specification, third edition, section 9.2).
const (
	FilterNone = iota
	FilterSub
	FilterUp
	FilterAverage
	FilterPaeth
)

// Unfilter writes to dst the row whose filtered bytes are src: each is the difference
// from a prediction made from bytes that are known, those of the same place in the pixel
// to the left, in the row above and in the pixel to its left. All three rows have the
// same length and do not overlap; pixel is the bytes of a pixel, 1 when it is less. The
// filter is one of the five.
func Unfilter(filter byte, dst, src, above []byte, pixel int) {
	done := unfilterVector(filter, dst, src, above, pixel)
	unfilterPlain(filter, dst, src, above, pixel, done)
}

// unfilterPlain begins at byte done, the first of a pixel.
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

// paeth returns the one of left, above and corner that left + above - corner is nearest to; of
// two as near, the one named first.
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

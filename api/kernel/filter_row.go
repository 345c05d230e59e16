package kernel

// FilterRow writes to dst the filtered bytes of the row src, which Unfilter undoes: their
// differences from a prediction. It returns the sum of their magnitudes as signed bytes. Of
// several filters the one with the smallest sum usually compresses best (PNG specification,
// third edition, section 12.7). All three rows have the same length and do not overlap. pixel
// is the number of bytes of a pixel, at least 1; filter is FilterSub, FilterUp or FilterPaeth.
func FilterRow(filter byte, dst, src, above []byte, pixel int) (sum int) {
	done, sum := filterRowVector(filter, dst, src, above, pixel)
	return sum + filterRowPlain(filter, dst, src, above, pixel, done)
}

// filterRowPlain filters the bytes from done on.
func filterRowPlain(filter byte, dst, src, above []byte, pixel, done int) (sum int) {
	dst, above = dst[:len(src)], above[:len(src)]
	for ; done < min(pixel, len(src)); done++ { // all is 0 to the left of the first pixel
		dst[done] = src[done]
		if filter != FilterSub {
			dst[done] -= above[done]
		}
		sum += magnitude(dst[done])
	}
	switch filter {
	case FilterSub:
		for i := done; i < len(src); i++ {
			dst[i] = src[i] - src[i-pixel]
			sum += magnitude(dst[i])
		}
	case FilterUp:
		for i := done; i < len(src); i++ {
			dst[i] = src[i] - above[i]
			sum += magnitude(dst[i])
		}
	case FilterPaeth:
		for i := done; i < len(src); i++ {
			dst[i] = src[i] - paeth(int(src[i-pixel]), int(above[i]), int(above[i-pixel]))
			sum += magnitude(dst[i])
		}
	}
	return sum
}

// magnitude returns the absolute value of a signed byte.
func magnitude(b byte) int { return min(int(b), 256-int(b)) }

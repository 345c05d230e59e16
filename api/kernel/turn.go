package kernel

// Transpose writes the w×h samples of src to dst with rows and columns exchanged: dst
// is h×w.
func Transpose(dst []byte, dstStride int, src []byte, srcStride, w, h int) {
	for y := range h {
		row := src[y*srcStride:][:w]
		for x, v := range row {
			dst[x*dstStride+y] = v
		}
	}
}

// reverse writes src backwards; both have the same length and do not overlap.
func reverse(dst, src []byte) {
	for i, v := range src {
		dst[len(src)-1-i] = v
	}
}

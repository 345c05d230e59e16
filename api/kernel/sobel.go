package kernel

import "math"

// Sobel writes the length of src's gradient, at most 255, to dst, which may be src. The
// gradient is Sobel and Feldman's estimate (1968): the difference between the columns, and
// between the rows, on either side of a sample, with twice the weight on their middle.
func Sobel(dst, src Plane) { rowByRow(dst, src, 1, sobel) }

func sobel(dst []byte, rows [][]byte) {
	if done := sobelVector(dst, rows); done < len(dst) {
		sobelPlain(dst[done:], rows, done)
	}
}

// sobelPlain makes the samples of a row from sample first on.
func sobelPlain(dst []byte, rows [][]byte, first int) {
	n := len(dst) + 2
	a, b, c := rows[0][first:][:n], rows[1][first:][:n], rows[2][first:][:n]
	for x := range dst {
		gx, gy := gradient(a[x:x+3], b[x:x+3], c[x:x+3])
		dst[x] = byte(min(math.Sqrt(float64(gx*gx+gy*gy))+0.5, 255)) // never exactly a half
	}
}

// gradient returns Sobel's gradient at the middle of 3×3 samples: -1020 to 1020 each.
func gradient(a, b, c []byte) (gx, gy int32) {
	_, _, _ = a[2], b[2], c[2]
	left := int32(a[0]) + 2*int32(b[0]) + int32(c[0])
	right := int32(a[2]) + 2*int32(b[2]) + int32(c[2])
	above := int32(a[0]) + 2*int32(a[1]) + int32(a[2])
	below := int32(c[0]) + 2*int32(c[1]) + int32(c[2])
	return right - left, below - above
}

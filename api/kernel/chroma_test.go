package kernel

import (
	"math"
	"testing"
)

// Chroma of blocks of every size that a sample covers, filled up at the edge, against the
// mean of their pixels in floating point.
func TestRGBAToCbCr(t *testing.T) {
	for _, step := range []int{1, 2, 4} {
		for rows := 1; rows <= 2; rows++ {
			for w := 1; w <= 20; w++ {
				pixels := noise(4*w*rows, 100*w+step)
				n := (w + step - 1) / step
				cb, cr := make([]byte, n), make([]byte, n)
				RGBAToCbCr(cb, cr, pixels, rows, step)
				for i := range n {
					var sum [3]float64
					covered := 0.0
					for x := step * i; x < step*(i+1); x++ {
						for y := range rows {
							for j := range sum {
								sum[j] += float64(pixels[4*(y*w+min(x, w-1))+j])
							}
							covered++
						}
					}
					r, g, b := sum[0]/covered, sum[1]/covered, sum[2]/covered
					wantCb := 128 - 0.168736*r - 0.331264*g + 0.5*b
					wantCr := 128 + 0.5*r - 0.418688*g - 0.081312*b
					if math.Abs(float64(cb[i])-min(wantCb, 255)) > 0.51 || math.Abs(float64(cr[i])-min(wantCr, 255)) > 0.51 {
						t.Fatalf("sample %d of %d pixels, %d×%d each: %d, %d, want %.2f, %.2f", i, w, step, rows, cb[i], cr[i], wantCb, wantCr)
					}
				}
			}
		}
	}
}

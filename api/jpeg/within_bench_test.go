package jpeg

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"framepost/api/frame"
	"framepost/api/jpeg/films"
)

// The time beside that of Encode at the quality that came of it, in pairs, and the share of the
// limit that is used.
func BenchmarkEncodeWithin(b *testing.B) {
	for _, film := range films.All {
		for _, size := range [][2]int{{320, 240}, {640, 480}, {1280, 720}} {
			for _, bpp := range []float64{0.5, 1, 2} {
				b.Run(fmt.Sprintf("%s/%dx%d/%.1f bits a px", film.Name, size[0], size[1], bpp), func(b *testing.B) {
					b.ReportAllocs()
					limit := int(bpp * float64(size[0]*size[1]) / 8)
					var frames []*frame.Frame
					for n := range 8 {
						frames = append(frames, film.Frame(size[0], size[1], 5*n))
					}
					var ratios []float64
					used, quality := 0.0, 0
					for i := 0; b.Loop(); i++ {
						f := frames[i%len(frames)]
						lent(f, leastQuality).Release() // so that the samples are in the caches for both
						began := time.Now()
						out, q, err := EncodeWithin(context.Background(), f, Limit{Bytes: limit, Worst: leastQuality, Best: 100})
						within := time.Since(began)
						if err != nil {
							b.Skip(err)
						}
						used += float64(len(out.Bytes)) / float64(limit)
						quality += q
						out.Release()
						began = time.Now()
						lent(f, q).Release()
						ratios = append(ratios, float64(within)/float64(time.Since(began)))
					}
					slices.Sort(ratios)
					for _, f := range frames {
						f.Release()
					}
					b.ReportMetric(ratios[len(ratios)/2], "times-Encode")
					b.ReportMetric(100*used/float64(len(ratios)), "%used")
					b.ReportMetric(float64(quality)/float64(len(ratios)), "quality")
				})
			}
		}
	}
}

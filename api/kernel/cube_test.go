package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A table of something straight is exact everywhere, whatever simplex serves.
func TestCubeStraight(t *testing.T) {
	rgb := func(v [4]float64) [3]float64 { return [3]float64{v[2], 1 - v[0], (v[0] + v[1] + v[2] + v[3]) / 4} }
	r := rand.New(rand.NewPCG(3, 4))
	for _, side := range []int{2, 3, 5, 9, 17} {
		for channels := 3; channels <= 4; channels++ {
			cube := NewCube(channels, side, rgb)
			for range 5000 {
				var pixel [4]byte
				var v [4]float64
				for i := range pixel {
					if pixel[i] = byte(r.Uint32()); r.IntN(4) == 0 {
						pixel[i] = byte(-r.IntN(2)) // 0 or 255
					}
					if i < channels {
						v[i] = float64(pixel[i]) / 255
					}
				}
				got, alpha := pixel, pixel[3]
				if channels == 3 {
					cube.RGBA(got[:])
				} else {
					cube.CMYK(got[:])
					alpha = 255
				}
				for i, want := range rgb(v) {
					// The nearest of 1024 parts between two nodes, and of eighths of a level.
					if d := math.Abs(float64(got[i]) - 255*want); d > 0.5+1.0/16+255.0/2048/float64(side-1)+0.01 {
						t.Fatalf("%d nodes along %d channels: %v became %v, want %.2f for component %d", side, channels, pixel, got, 255*want, i)
					}
				}
				if got[3] != alpha {
					t.Fatalf("alpha is %d, want %d", got[3], alpha)
				}
			}
		}
	}
}

// Between nodes: the corners of the tetrahedron around (Kasson et al.) by hand.
func TestCubeTetrahedron(t *testing.T) {
	corner := [2][2][2]float64{{{0, 0.1}, {0.2, 0.3}}, {{0.5, 0.6}, {0.8, 1}}}
	cube := NewCube(3, 2, func(v [4]float64) [3]float64 {
		c := corner[int(v[0])][int(v[1])][int(v[2])]
		return [3]float64{c, 1 - c, c}
	})
	for _, c := range []struct {
		r, g, b byte
		want    float64
	}{
		{51, 102, 204, 0.2*0 + 0.4*0.1 + 0.2*0.3 + 0.2*1}, // blue, then green, then red
		{204, 102, 51, 0.2*0 + 0.4*0.5 + 0.2*0.8 + 0.2*1},
		{102, 204, 51, 0.2*0 + 0.4*0.2 + 0.2*0.8 + 0.2*1},
		{51, 51, 51, 0.2},
		{255, 255, 255, 1},
	} {
		pixel := []byte{c.r, c.g, c.b, 9}
		cube.RGBA(pixel)
		want := []float64{255 * c.want, 255 - 255*c.want, 255 * c.want, 9}
		for i := range want {
			if math.Abs(float64(pixel[i])-want[i]) > 1 {
				t.Errorf("%v: %v, want %.1f", c, pixel, want)
				break
			}
		}
	}
}

// Two inks of a simplex in four dimensions by hand, and values past the ends.
func TestCubeInks(t *testing.T) {
	cube := NewCube(4, 2, func(v [4]float64) [3]float64 {
		return [3]float64{v[0] * v[1] * v[2] * v[3], 2, -1} // 1 where all four are, cut off above and below
	})
	for _, c := range [][2][4]byte{
		{{255, 255, 255, 255}, {255, 255, 0, 255}},
		{{255, 255, 255, 51}, {51, 255, 0, 255}}, // the least of the four is the part of that corner
		{{102, 255, 204, 153}, {102, 255, 0, 255}},
		{{204, 0, 204, 153}, {0, 255, 0, 255}},
	} {
		got := c[0]
		if cube.CMYK(got[:]); got != c[1] {
			t.Errorf("%v: %v, want %v", c[0], got, c[1])
		}
	}
}

func BenchmarkCube(b *testing.B) {
	colour := func(v [4]float64) [3]float64 { return [3]float64{v[0], v[1], v[2]} }
	rgb, cmyk := NewCube(3, 33, colour), NewCube(4, 13, colour)
	for _, c := range []struct {
		name    string
		convert func([]byte)
	}{{"RGB", rgb.RGBA}, {"CMYK", cmyk.CMYK}} {
		b.Run(c.name, func(b *testing.B) {
			pixels, work := noise(4*640*480, 1), make([]byte, 4*640*480)
			b.SetBytes(640 * 480)
			b.ReportAllocs()
			for b.Loop() {
				copy(work, pixels)
				c.convert(work)
			}
		})
	}
}

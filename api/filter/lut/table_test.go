package lut

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// grid returns a table of three dimensions whose nodes are what a function of the channels returns.
func grid(side int, colour func(r, g, b float64) [3]float64) *cube {
	c := &cube{dimensions: 3, side: side, high: [3]float64{1, 1, 1}}
	at := func(i int) float64 { return float64(i) / float64(side-1) }
	for b := range side {
		for g := range side {
			for r := range side {
				c.nodes = append(c.nodes, colour(at(r), at(g), at(b)))
			}
		}
	}
	return c
}

// lookUp is the slow way: it finds the tetrahedron in floating point, by the order of the
// fractions, and weighs its four corners.
func (c *cube) lookUp(rgb [3]byte) (levels [3]float64) {
	var node [3]int
	var part [3]float64
	order := []int{0, 1, 2}
	for i, v := range rgb {
		at := (float64(v)/255 - c.low[i]) / (c.high[i] - c.low[i]) * float64(c.side-1)
		at = min(max(at, 0), float64(c.side-1))
		node[i] = min(int(at), c.side-2)
		part[i] = at - float64(node[i])
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case part[a] > part[b]:
			return -1
		case part[a] < part[b]:
			return 1
		}
		return 0
	})
	add := func(weight float64) {
		for i, v := range c.nodes[(node[2]*c.side+node[1])*c.side+node[0]] {
			levels[i] += 255 * weight * min(max(v, 0), 1)
		}
	}
	add(1 - part[order[0]])
	for i, channel := range order {
		node[channel]++
		next := 0.0
		if i < 2 {
			next = part[order[i+1]]
		}
		add(part[channel] - next)
	}
	return levels
}

// TestTableIsTheSlowWay compares tables of all kinds with the slow way. The differences are less
// than a level, even where neighbours are black and white.
func TestTableIsTheSlowWay(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	noise := func(float64, float64, float64) [3]float64 {
		return [3]float64{float64(rnd.IntN(2)), rnd.Float64()*3 - 1, rnd.Float64()}
	}
	curve := func(r, g, b float64) [3]float64 { return [3]float64{math.Sqrt(r), g * g * b, 1 - b*r} }
	narrow := grid(9, curve)
	narrow.low, narrow.high = [3]float64{0.1, -0.5, 0.25}, [3]float64{0.9, 1.5, 0.75}
	for name, c := range map[string]*cube{"noise of 2": grid(2, noise), "noise of 5": grid(5, noise), "noise of 33": grid(33, noise),
		"noise of 65": grid(65, noise), "curve of 2": grid(2, curve), "curve of 17": grid(17, curve), "a narrow domain": narrow} {
		table, most := c.table(), 0.0
		for range 40_000 {
			var rgb [3]byte
			for i := range rgb {
				rgb[i] = []byte{byte(rnd.IntN(256)), 0, 255, 128}[max(rnd.IntN(8)-4, 0)]
			}
			pixel := []byte{rgb[0], rgb[1], rgb[2], 77}
			table.RGBA(pixel)
			for i, want := range c.lookUp(rgb) {
				most = max(most, math.Abs(float64(pixel[i])-want))
			}
			if pixel[3] != 77 {
				t.Fatalf("%s: alpha is %d", name, pixel[3])
			}
		}
		if most >= 1 {
			t.Errorf("%s: %.2f levels from the slow way, want less than 1", name, most)
		}
		t.Logf("%s: %.2f levels from the slow way", name, most)
	}
}

// The table that changes nothing changes nothing, whatever its size.
func TestTableOfNothing(t *testing.T) {
	for side := 2; side <= maxSide3D; side++ {
		table := grid(side, func(r, g, b float64) [3]float64 { return [3]float64{r, g, b} }).table()
		for n := 0; n < 1<<24; n += 65_521 {
			pixel := []byte{byte(n >> 16), byte(n >> 8), byte(n), 255}
			want := slices.Clone(pixel)
			if table.RGBA(pixel); !slices.Equal(pixel, want) {
				t.Fatalf("side %d: %v becomes %v", side, want, pixel)
			}
		}
	}
}

func TestTableOfOneDimension(t *testing.T) {
	c, err := parse([]byte("LUT_1D_SIZE 3\n1 0 0\n0.5 0 0.25\n0 2 1\n"))
	if err != nil {
		t.Fatal(err)
	}
	table := c.table()
	for in, want := range map[[3]byte][3]byte{
		{0, 0, 0}: {255, 0, 0}, {255, 255, 255}: {0, 255, 255}, {100, 127, 51}: {155, 0, 26}, {51, 191, 191}: {204, 127, 159},
	} {
		pixel := []byte{in[0], in[1], in[2], 9}
		if table.RGBA(pixel); [3]byte(pixel) != want || pixel[3] != 9 {
			t.Errorf("%v: got %v, want %v", in, pixel, want)
		}
	}
}

func BenchmarkTable(b *testing.B) {
	curve := func(r, g, b float64) [3]float64 { return [3]float64{math.Sqrt(r), g * g, b} }
	rnd := rand.New(rand.NewPCG(1, 1))
	pixels := make([]byte, 4*640*480)
	for i := range pixels {
		pixels[i] = byte(i/2400 + rnd.IntN(24))
	}
	for _, side := range []int{17, 33, 65} {
		b.Run(fmt.Sprint(side), func(b *testing.B) {
			table := grid(side, curve).table()
			work := make([]byte, len(pixels))
			b.ReportAllocs()
			b.SetBytes(int64(len(pixels)))
			for b.Loop() {
				copy(work, pixels)
				table.RGBA(work)
			}
		})
	}
}

package kernel

// Convolution is a square kernel for opaque pixels. A channel becomes the sum of the channel
// around it, each times its weight, then of that the magnitude, if Magnitude is set, and then
// Bias more, rounded and clamped to 0–255.
type Convolution struct {
	Side      int       // of the square, odd
	Weights   []float64 // Side×Side of them, row by row from the top left
	Magnitude bool
	Bias      float64
}

// RGBA convolves pixels in place. A row of p holds 4 bytes for each pixel, of which the last one
// stays. The pixels at an edge are repeated beyond it.
//
// Products are rounded before they are added, so that the result is the same on every machine.
func (c Convolution) RGBA(p Plane) {
	const pixel = 4
	reach := c.Side / 2
	near := newRing(p.H, reach, p.W+2*reach*pixel, func(row []byte, y int) {
		src := p.Row(y)
		copy(row[reach*pixel:], src)
		for i := range reach {
			copy(row[i*pixel:], src[:pixel])
			copy(row[len(row)-(i+1)*pixel:], src[p.W-pixel:])
		}
	})
	defer near.release()
	lent := convolutionSums.get(p.W)
	defer convolutionSums.put(lent)
	sums := *lent
	for y := range p.H {
		if p.Ended(y) {
			return
		}
		near.walk(y)
		clear(sums)
		for i, weight := range c.Weights {
			if weight == 0 {
				continue
			}
			row := near.row(y + i/c.Side - reach)[i%c.Side*pixel:][:len(sums)]
			for x, v := range row {
				sums[x] += float64(float64(v) * weight)
			}
		}
		c.finish(p.Row(y), sums)
	}
}

var convolutionSums slicePool[float64]

// finish writes a row of results, except every fourth one.
func (c Convolution) finish(dst []byte, sums []float64) {
	sums = sums[:len(dst)]
	for x := range dst {
		if x&3 == 3 {
			continue
		}
		sum := sums[x]
		if c.Magnitude && sum < 0 {
			sum = -sum
		}
		dst[x] = byte(min(max(sum+c.Bias+0.5, 0), 255))
	}
}

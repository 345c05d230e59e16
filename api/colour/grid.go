package colour

// grid is ICC's multidimensional lookup table: colours of three components, at points with
// equal distances along each channel of the device. The last channel varies fastest.
type grid struct {
	channels int
	points   [4]int // along each channel, 2 or more
	samples  []byte
	width    int // bytes of a sample, 1 or 2
}

// parseGrid reads the grid of lutAToBType (ICC.1:2022, 10.12.3).
func parseGrid(b []byte, channels int) (grid, error) {
	const start = 20
	if len(b) < start {
		return grid{}, errLUT
	}
	g := grid{channels: channels, width: int(b[16]), samples: b[start:]}
	for i := range channels {
		g.points[i] = int(b[i])
	}
	if !g.valid() {
		return grid{}, errLUT
	}
	return g, nil
}

// size returns the number of samples that the grid should have. It is less than 1<<34, since
// there are at most 4 channels, of at most 255 points.
func (g grid) size() int {
	n := 3
	for _, points := range g.points[:g.channels] {
		n *= points
	}
	return n
}

func (g grid) valid() bool {
	for _, points := range g.points[:g.channels] {
		if points < 2 {
			return false
		}
	}
	return (g.width == 1 || g.width == 2) && len(g.samples) >= g.size()*g.width
}

// at returns the colour for a device's values, 0 to 1 each, by multilinear interpolation
// between the surrounding points.
func (g grid) at(v [4]float64) [4]float64 {
	var first, step [4]int // index of the lowest surrounding point, and the steps to the next ones
	var part [4]float64
	stride := 3
	for i := g.channels - 1; i >= 0; i-- {
		var at int
		at, part[i] = place(v[i], g.points[i]-1)
		first[i], step[i] = at*stride, stride
		stride *= g.points[i]
	}
	var sum [4]float64
	for corner := range 1 << g.channels {
		weight, at := 1.0, 0
		for i := range g.channels {
			at += first[i]
			if corner>>i&1 == 0 {
				weight *= 1 - part[i]
			} else {
				weight *= part[i]
				at += step[i]
			}
		}
		if weight == 0 { // true of points past the last one
			continue
		}
		for i := range 3 {
			sum[i] += weight * sample(g.samples, at+i, g.width)
		}
	}
	return sum
}

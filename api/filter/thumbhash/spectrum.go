package thumbhash

import "math"

// spectrum collects the lowest frequencies of one channel from its rows: the terms of a discrete
// cosine transform (type II).
type spectrum struct {
	across, down [][]float64 // cosines by frequency and sample
	sums         []float64   // by frequency along y, then x
	size         float64     // px
}

// newSpectrum returns that of a w×h channel with nx×ny frequencies.
func newSpectrum(w, h, nx, ny int) *spectrum {
	return &spectrum{across: cosines(nx, w), down: cosines(ny, h), sums: make([]float64, nx*ny), size: float64(w * h)}
}

// cosines returns the n lowest frequencies along a side of some samples.
func cosines(n, side int) [][]float64 {
	list := make([][]float64, n)
	for f := range list {
		list[f] = make([]float64, side)
		for i := range list[f] {
			list[f][i] = math.Cos(math.Pi / float64(side) * float64(f) * (float64(i) + 0.5))
		}
	}
	return list
}

// add adds row y.
func (s *spectrum) add(row []float64, y int) {
	for fx, wave := range s.across {
		line := 0.0
		for x, v := range row {
			line += v * wave[x]
		}
		for fy, wave := range s.down {
			s.sums[fy*len(s.across)+fx] += line * wave[y]
		}
	}
}

// channel is what a hash holds of one.
type channel struct {
	mean, scale float64
	strengths   []float64 // of frequencies, in scale around 0.5; 0 if the scale is 0
}

// channel returns the triangle of the spectrum that leaves out what is high along both sides.
func (s *spectrum) channel() (c channel) {
	nx, ny := len(s.across), len(s.down)
	for fy := range ny {
		for fx := 0; fx*ny < nx*(ny-fy); fx++ {
			strength := s.sums[fy*nx+fx] / s.size
			if fx == 0 && fy == 0 {
				c.mean = strength
				continue
			}
			c.strengths = append(c.strengths, strength)
			c.scale = max(c.scale, math.Abs(strength))
		}
	}
	if c.scale > 0 {
		for i, strength := range c.strengths {
			c.strengths[i] = 0.5 + 0.5/c.scale*strength
		}
	}
	return c
}

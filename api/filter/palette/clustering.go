package palette

// clustering divides the pixels of a picture into clusters of similar colours.
type clustering struct {
	pixels   []lab
	of       []uint8 // the cluster of each pixel
	clusters []cluster
}

// cluster is the sums of its pixels, and what follows from them.
type cluster struct {
	count        int
	sums, powers lab // of the pixels and of their squares
	mean         lab
}

// settle moves the clusters at most so many times, and ends when fewer than a share of the pixels
// have changed their cluster: the colours hardly change after that.
const (
	rounds = 12
	still  = 1. / 256
)

// flat is the variance below which a cluster is of one colour: rounding alone causes as much.
const flat = 1e-7

// split begins with one cluster and divides the one with the largest squared error, until there
// are n or all are of one colour. The border is the plane through the mean that is
// perpendicular to the axis with the largest variance (S. J. Wan, P. Prusinkiewicz and
// S. K. M. Wong, "Variance-based color image quantization for frame buffer display", 1990).
func (c *clustering) split(n int) {
	c.clusters = append(c.clusters[:0], cluster{})
	c.measure()
	for len(c.clusters) < n {
		worst, axis, most := 0, 0, 0.0
		for i := range c.clusters {
			along, variance, total := c.clusters[i].spread()
			if errors := total * float64(c.clusters[i].count); variance > flat && errors > most {
				worst, axis, most = i, along, errors
			}
		}
		if most == 0 {
			return
		}
		border := c.clusters[worst].mean[axis]
		for i, p := range c.pixels {
			if int(c.of[i]) == worst && p[axis] > border {
				c.of[i] = uint8(len(c.clusters))
			}
		}
		c.clusters = append(c.clusters, cluster{})
		c.measure()
	}
}

// spread returns the axis along which the cluster is widest, its variance there and the sum of
// the variances along all axes.
func (c *cluster) spread() (axis int, most, total float64) {
	if c.count == 0 {
		return 0, 0, 0
	}
	for i, m := range c.mean {
		variance := c.powers[i]/float64(c.count) - m*m
		total += variance
		if variance > most {
			axis, most = i, variance
		}
	}
	return axis, most, total
}

// settle assigns each pixel to the nearest mean and takes the means anew, until hardly any change
// (S. Lloyd, "Least squares quantization in PCM", 1982).
func (c *clustering) settle() {
	for range rounds {
		changed := 0
		for i, p := range c.pixels {
			best, least := 0, p.distance(c.clusters[0].mean)
			for j := 1; j < len(c.clusters); j++ {
				if d := p.distance(c.clusters[j].mean); d < least {
					best, least = j, d
				}
			}
			if c.of[i] != uint8(best) {
				c.of[i] = uint8(best)
				changed++
			}
		}
		if changed == 0 {
			return
		}
		c.measure()
		if float64(changed) < still*float64(len(c.pixels)) {
			return
		}
	}
}

// measure takes the sums and means of all clusters. One without pixels keeps its mean.
func (c *clustering) measure() {
	for i := range c.clusters {
		c.clusters[i] = cluster{mean: c.clusters[i].mean}
	}
	for i, p := range c.pixels {
		own := &c.clusters[c.of[i]]
		own.count++
		for axis, v := range p {
			own.sums[axis] += v
			own.powers[axis] += v * v
		}
	}
	for i := range c.clusters {
		own := &c.clusters[i]
		for axis := range own.mean {
			if own.count > 0 {
				own.mean[axis] = own.sums[axis] / float64(own.count)
			}
		}
	}
}

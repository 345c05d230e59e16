package kernel

import "math"

// Cube is a table of colours by the values of three or four channels. Between the nodes of its
// grid it interpolates over the surrounding simplex, a tetrahedron in three dimensions (Kasson,
// Plouffe and Nin, "A tetrahedral interpolation technique for color space conversion", 1993),
// so that a grey between two greys is grey. Vector instructions would have to gather nodes from
// memory, which package archsimd can't; instead one word holds the sums of all three components.
type Cube struct {
	nodes []uint64         // the last channel fastest; a lane for red, green, blue each
	axes  [4][256]position // by channel and value
}

// position is the position of a value along a channel.
type position struct {
	node   uint32 // index of the node below it, if all other channels are at their first node
	stride uint32 // distance from there to the next node along the channel
	part   uint32 // fraction of the way to that node, in nodeParts
}

// The lanes are those of MatrixTRC. Nodes count levels in eighths, parts are of 1024, so that a
// sum has at most 21 bits. Between the most different nodes there can be, the result is less than
// half a level from the exact one.
const (
	nodeParts = 1024
	nodeUnit  = 8
	nodeScale = nodeParts * nodeUnit
	nodeHalf  = nodeScale / 2 * (1 + 1<<lane + 1<<(2*lane))
)

// NewCube returns a table with side nodes, at least 2, along each of 3 or 4 channels. colour
// returns the red, green and blue, 0 to 1, for the channels' values, 0 to 1.
func NewCube(channels, side int, colour func(values [4]float64) [3]float64) *Cube {
	along := func(_ int, value float64) float64 { return value * float64(side-1) }
	return newCube(channels, side, along, func(node [4]int) [3]float64 {
		var values [4]float64
		for axis := range channels {
			values[axis] = float64(node[axis]) / float64(side-1)
		}
		return colour(values)
	})
}

// NewLUT returns a table of red, green and blue with side nodes, at least 2, along each. along
// returns where among the nodes, 0 to side-1, a value of a channel is, 0 to 1; node returns the red,
// green and blue, 0 to 1, of a node.
func NewLUT(side int, along func(channel int, value float64) float64, node func(r, g, b int) [3]float64) *Cube {
	return newCube(3, side, along, func(at [4]int) [3]float64 { return node(at[0], at[1], at[2]) })
}

func newCube(channels, side int, along func(channel int, value float64) float64, colour func(node [4]int) [3]float64) *Cube {
	c := &Cube{}
	stride := 1
	for axis := channels - 1; axis >= 0; axis-- {
		for value := range 256 {
			at := int(math.Round(min(max(along(axis, float64(value)/255), 0), float64(side-1)) * nodeParts))
			node := min(at/nodeParts, side-2)
			c.axes[axis][value] = position{uint32(node * stride), uint32(stride), uint32(at - node*nodeParts)}
		}
		stride *= side
	}
	c.nodes = make([]uint64, stride)
	for i := range c.nodes {
		var node [4]int
		for axis, rest := channels-1, i; axis >= 0; axis-- {
			node[axis] = rest % side
			rest /= side
		}
		for j, v := range colour(node) {
			c.nodes[i] |= uint64(math.Round(255*nodeUnit*min(max(v, 0), 1))) << (lane * j)
		}
	}
	return c
}

// RGBA converts pixels (4 bytes each) in place and keeps their alpha. The table must have three
// channels.
func (c *Cube) RGBA(pixels []byte) {
	for ; len(pixels) >= 4; pixels = pixels[4:] {
		p0, p1, p2 := &c.axes[0][pixels[0]], &c.axes[1][pixels[1]], &c.axes[2][pixels[2]]
		a, b, d := p0.key(), p1.key(), p2.key()
		a, b = descending(a, b)
		b, d = descending(b, d)
		a, b = descending(a, b)

		node := p0.node + p1.node + p2.node
		sums := nodeHalf + (nodeParts-part(a))*c.nodes[node]
		node += uint32(a)
		sums += (part(a) - part(b)) * c.nodes[node]
		node += uint32(b)
		sums += (part(b) - part(d)) * c.nodes[node]
		sums += part(d) * c.nodes[node+uint32(d)]
		pixels[0], pixels[1], pixels[2] = levels(sums)
	}
}

// CMYK replaces pixels (4 bytes each) by opaque RGB in place. The table must have four
// channels.
func (c *Cube) CMYK(pixels []byte) {
	for ; len(pixels) >= 4; pixels = pixels[4:] {
		p0, p1 := &c.axes[0][pixels[0]], &c.axes[1][pixels[1]]
		p2, p3 := &c.axes[2][pixels[2]], &c.axes[3][pixels[3]]
		w, x, y, z := p0.key(), p1.key(), p2.key(), p3.key()
		w, x = descending(w, x)
		y, z = descending(y, z)
		w, y = descending(w, y)
		x, z = descending(x, z)
		x, y = descending(x, y)

		node := p0.node + p1.node + p2.node + p3.node
		sums := nodeHalf + (nodeParts-part(w))*c.nodes[node]
		node += uint32(w)
		sums += (part(w) - part(x)) * c.nodes[node]
		node += uint32(x)
		sums += (part(x) - part(y)) * c.nodes[node]
		node += uint32(y)
		sums += (part(y) - part(z)) * c.nodes[node]
		sums += part(z) * c.nodes[node+uint32(z)]
		pixels[0], pixels[1], pixels[2] = levels(sums)
		pixels[3] = 255
	}
}

// key returns a number that sorts by part and contains the stride. The path from the lowest
// node of a cell to the highest begins along the channel with the largest part.
func (p *position) key() uint64 { return uint64(p.part)<<32 | uint64(p.stride) }

func part(key uint64) uint64 { return key >> 32 }

// descending returns the larger of two keys and then the smaller, without a branch, which a
// processor would mispredict for every other pixel.
func descending(a, b uint64) (uint64, uint64) {
	below := int64(a - b)
	below &= below >> 63 // a-b if that is negative, else 0
	return a - uint64(below), b + uint64(below)
}

// levels returns the components of sums, of which nodeHalf is a part, rounded.
func levels(sums uint64) (r, g, b byte) {
	return byte(sums / nodeScale), byte(sums >> lane / nodeScale), byte(sums >> (2 * lane) / nodeScale)
}

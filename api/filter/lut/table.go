package lut

import "framepost/api/kernel"

// Table is a lookup table that is ready to be used. One with three dimensions interpolates
// over the tetrahedron around a colour, see kernel.Cube; one with one dimension interpolates along
// each channel. Colours of the file beyond 0 to 1 count as 0 or 1.
type Table struct {
	cube   *kernel.Cube // nil if the table has one dimension
	curves [3][256]byte // of one with one dimension
}

// RGBA converts pixels (4 bytes each) in place and keeps their alpha.
func (t *Table) RGBA(pixels []byte) {
	if t.cube != nil {
		t.cube.RGBA(pixels)
		return
	}
	kernel.MapRGBA(pixels, &t.curves)
}

func (c *cube) table() *Table {
	if c.dimensions == 3 {
		return &Table{cube: kernel.NewLUT(c.side, c.along, func(r, g, b int) [3]float64 {
			return c.nodes[(b*c.side+g)*c.side+r]
		})}
	}
	t := new(Table)
	for channel := range t.curves {
		for v := range 256 {
			t.curves[channel][v] = c.curve(channel, float64(v)/255)
		}
	}
	return t
}

// along returns where among the nodes a value of a channel is. One outside of the domain is at
// its end.
func (c *cube) along(channel int, value float64) float64 {
	share := (value - c.low[channel]) / (c.high[channel] - c.low[channel])
	return min(max(share, 0), 1) * float64(c.side-1)
}

// curve returns the level of a channel for a value of it, 0 to 1.
func (c *cube) curve(channel int, value float64) byte {
	at := c.along(channel, value)
	below := min(int(at), c.side-2)
	part := at - float64(below)
	from, to := unit(c.nodes[below][channel]), unit(c.nodes[below+1][channel])
	return byte(255*(from+part*(to-from)) + 0.5)
}

func unit(v float64) float64 { return min(max(v, 0), 1) }

package ops

import (
	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "clahe",
		Group: "tone",
		Doc:   "Spreads luma evenly in each part of the picture (contrast-limited adaptive histogram equalization).",
		Params: []wire.Param{
			{Name: "clip", Doc: "Limit of the gain in contrast, as a multiple of an even histogram",
				Type: wire.Float, Range: &wire.Range{Min: 1, Max: 40, Step: 0.5}, Default: 2},
			{Name: "tiles", Doc: "Parts along each side", Type: wire.Int, Range: &wire.Range{Min: 1, Max: 32}, Default: 8},
		},
	},
	Work: filter.Planes(clahe),
})

// clahe makes an equalizing table for each tile and interpolates between the tables of
// neighbouring tiles (K. Zuiderveld 1994, "Contrast limited adaptive histogram equalization",
// Graphics Gems IV). No tile is smaller than one px.
func clahe(a filter.Args, f *frame.Frame) {
	luma := f.Planes()[0]
	across, down := min(a.Int("tiles"), luma.W), min(a.Int("tiles"), luma.H)
	tables := make([][256]byte, across*down)
	for i := range tables {
		tables[i] = tileTable(luma, i%across, i/across, across, down, a.Float("clip"))
	}
	spans, weights := columns(luma.W, across)
	for y := range luma.H {
		if luma.Ended(y) {
			return
		}
		upper, lower, weight := between(y, luma.H, down)
		kernel.MapTiles(luma.Row(y), tables[upper*across:], tables[lower*across:], spans, weights, uint(weight))
	}
}

// tileTable equalizes one tile. Counts above the limit are distributed evenly, so that a flat part
// of the picture gains no more contrast than clip.
func tileTable(p frame.Plane, x, y, across, down int, clip float64) (table [256]byte) {
	left, right := x*p.W/across, (x+1)*p.W/across
	top, bottom := y*p.H/down, (y+1)*p.H/down
	var h kernel.Histogram
	for row := top; row < bottom && !p.Ended(row); row++ {
		h.Add(p.Row(row)[left:right])
	}
	counts, total := h.Counts(), (right-left)*(bottom-top)
	clipCounts(&counts, max(int(clip*float64(total)/256), 1))
	sum := 0
	for v, n := range counts {
		sum += n
		table[v] = byte((sum*255 + total/2) / total)
	}
	return table
}

// clipCounts cuts the counts off at limit and distributes the excess evenly; the remainder of the
// division goes to counts at even distances.
func clipCounts(counts *[256]int, limit int) {
	over := 0
	for v, n := range counts {
		if n > limit {
			over += n - limit
			counts[v] = limit
		}
	}
	for v := range counts {
		counts[v] += over / 256
	}
	rest := over % 256
	for i := range rest {
		counts[i*256/rest]++
	}
}

// between returns the two of n tiles whose middles are on either side of px i of size, and the
// weight of the second tile in 1/256. Beyond the outermost middles the two are the same.
func between(i, size, n int) (first, second int, weight byte) {
	at := (2*i+1)*n*256/(2*size) - 128 // from the middle of the first tile, in 1/256 tiles
	first, weight = at>>8, byte(at)
	return max(first, 0), min(first+1, n-1), weight
}

// columns returns the spans of columns between the middles of n tiles, and for each column the
// weight of the tile on the right, in 1/256.
func columns(width, n int) (spans []kernel.TileSpan, weights []byte) {
	weights = make([]byte, width)
	for x := range width {
		left, right, weight := between(x, width, n)
		weights[x] = weight
		if last := len(spans) - 1; last >= 0 && spans[last].Left == left && spans[last].Right == right {
			spans[last].End = x + 1
		} else {
			spans = append(spans, kernel.TileSpan{Start: x, End: x + 1, Left: left, Right: right})
		}
	}
	return spans, weights
}

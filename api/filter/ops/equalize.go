package ops

import (
	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "equalize",
		Group: "tone",
		Doc:   "Spreads luma evenly from black to white (histogram equalization).",
	},
	Work: filter.Planes(func(_ filter.Args, f *frame.Frame) {
		table := equalized(count(f))
		filter.MapPlane(f.Planes()[0], &table)
	}),
})

// equalized returns the cumulative histogram as a table, stretched so that the darkest value that
// occurs becomes 0 and the lightest 255. A picture of a single value does not change, nor does one
// of which nothing was counted, because its context had ended.
func equalized(counts [256]int) [256]byte {
	darkest, total := 0, 0
	for darkest < 255 && counts[darkest] == 0 {
		darkest++
	}
	for _, n := range counts[darkest+1:] {
		total += n
	}
	if total == 0 {
		return filter.Identity
	}
	var table [256]byte
	sum := 0
	for v := darkest + 1; v < 256; v++ {
		sum += counts[v]
		table[v] = byte((sum*255 + total/2) / total)
	}
	return table
}

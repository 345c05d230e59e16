package ops

import (
	"framepost/api/filter"
	"framepost/api/filter/planes"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "pixelate",
		Group: "art",
		Doc:   "Makes large square pixels, each with the mean colour of its area.",
		Params: []wire.Param{
			{Name: "size", Doc: "Side of a square", Type: wire.Int, Unit: "px", Range: &wire.Range{Min: 1, Max: 256}, Default: 12},
		},
	},
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		size := a.Int("size")
		for _, plane := range f.Components() {
			pixelate(plane, size)
		}
	}),
})

// edges returns the borders of squares of size px along n samples of step px each. A square is at
// least one sample wide.
func edges(n, size, step int) []int {
	at := []int{0}
	for i := 1; at[len(at)-1] < n; i++ {
		if next := min((i*size+step/2)/step, n); next > at[len(at)-1] {
			at = append(at, next)
		}
	}
	return at
}

// pixelate fills each square of size px with its mean.
func pixelate(p frame.Component, size int) {
	columns, rows := edges(p.W, size, p.StepX), edges(p.H, size, p.StepY)
	sums := make([]int, len(columns)-1)
	for i := range len(rows) - 1 {
		top, bottom := rows[i], rows[i+1]
		if p.Ended(0) { // each row of squares is a band
			return
		}
		clear(sums)
		for y := top; y < bottom; y++ {
			row := p.Row(y)
			for c := range sums {
				sums[c] += kernel.Sum(row[columns[c]:columns[c+1]])
			}
		}
		first := p.Row(top)
		for c, sum := range sums {
			n := (columns[c+1] - columns[c]) * (bottom - top)
			planes.FillRow(first[columns[c]:columns[c+1]], byte((sum+n/2)/n))
		}
		for y := top + 1; y < bottom; y++ {
			copy(p.Row(y), first)
		}
	}
}

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
		Properties: wire.Properties{Place: true},
	},
	Reach: func(a filter.Args) int {
		return planes.Reach(func(step int) int { return (a.Int("size")+step-1)/step - 1 })
	},
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		size := a.Int("size")
		w, h := f.Whole()
		at := f.Bounds().Min
		for _, p := range f.Components() {
			columns := edges((w+p.StepX-1)/p.StepX, size, p.StepX)
			rows := edges((h+p.StepY-1)/p.StepY, size, p.StepY)
			pixelate(p.Plane, from(columns, at.X/p.StepX, p.W), from(rows, at.Y/p.StepY, p.H))
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

// from returns the borders of the squares, or parts of them, among the n samples from first on.
func from(edges []int, first, n int) []int {
	at := []int{0}
	for _, edge := range edges {
		if edge -= first; edge > 0 && edge < n {
			at = append(at, edge)
		}
	}
	return append(at, n)
}

// pixelate fills each rectangle between two columns and two rows with its mean.
func pixelate(p frame.Plane, columns, rows []int) {
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

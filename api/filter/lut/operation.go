package lut

import (
	"context"
	"image"

	"framepost/api/filter"
	"framepost/api/kernel"
	"framepost/api/pool"
	"framepost/api/wire"
)

// Operation returns the operation that looks colours up in the tables. It is not among those of
// package ops: the tables are only known when the program starts, and a program without files
// then leaves out what reads them.
func (t *Tables) Operation() filter.Filter {
	return filter.Filter{
		Op: wire.Op{
			Name:  "lut",
			Group: "tone",
			Doc:   "Changes all colours as one of the operator's lookup tables says: a look, a film, a camera's profile.",
			Params: []wire.Param{
				{Name: "table", Doc: "Which one", Type: wire.Choice, Choices: t.Names()},
				{Name: "amount", Doc: "How much of the effect", Type: wire.Float, Unit: "%", Range: &wire.Range{Max: 100}, Default: 100},
			},
		},
		Reach: filter.Pointwise,
		Work: filter.NRGBA(func(ctx context.Context, a filter.Args, img *image.NRGBA) *image.NRGBA {
			lookUp(ctx, img, t.Table(a.Choice("table")), a.Float("amount")/100)
			return img
		}),
	}
}

func lookUp(ctx context.Context, img *image.NRGBA, table *Table, amount float64) {
	width := 4 * img.Rect.Dx()
	memory := pool.Get(2 * width)
	defer memory.Release()
	before, after := memory.Bytes[:width], memory.Bytes[width:]
	share := uint8(min(256*amount+0.5, 255)) // so that 99.9 % is not all; all of it needs no mixing
	for y := range img.Rect.Dy() {
		if kernel.Ended(ctx, y) {
			return
		}
		row := img.Pix[y*img.Stride:][:width]
		if amount == 1 {
			table.RGBA(row)
			continue
		}
		copy(before, row)
		copy(after, row)
		table.RGBA(after)
		kernel.Blend(row, before, after, share)
	}
}

package ops

import (
	"context"
	"image"

	"framepost/api/filter"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "posterize",
		Group: "art",
		Doc:   "Leaves only a few levels of red, green and blue, like a screen print.",
		Params: []wire.Param{
			{Name: "levels", Doc: "Levels of each colour", Type: wire.Int, Range: &wire.Range{Min: 2, Max: 64}, Default: 4},
		},
	},
	Reach: filter.Pointwise,
	Work:  filter.NRGBA(posterize),
})

// posterize works on RGB, because levels of chroma would not include grey.
func posterize(ctx context.Context, a filter.Args, img *image.NRGBA) *image.NRGBA {
	var table [256]byte
	levels := a.Int("levels")
	for v := range table {
		table[v] = byte(v * levels / 256 * 255 / (levels - 1))
	}
	for y := range img.Rect.Dy() {
		if kernel.Ended(ctx, y) {
			break
		}
		kernel.Map(img.Pix[y*img.Stride:][:4*img.Rect.Dx()], &table) // alpha stays 255: table[255] is 255
	}
	return img
}

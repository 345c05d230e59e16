package ops

import (
	"encoding/hex"

	"framepost/api/filter"
	"framepost/api/filter/palette"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "palette",
		Group: "measure",
		Doc:   "Reports the dominant colours of the picture and their shares, and changes nothing.",
		Params: []wire.Param{
			{Name: "colours", Doc: "How many at most", Type: wire.Int, Range: &wire.Range{Min: 1, Max: 16}, Default: 5},
		},
		Properties: wire.Properties{Reports: []string{"palette"}},
	},
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		small := thumbnail(f, paletteSide)
		defer small.Release()
		var swatches []wire.Swatch
		for _, c := range palette.Of(small.NRGBA(), a.Int("colours")) {
			swatches = append(swatches, wire.Swatch{Colour: "#" + hex.EncodeToString([]byte{c.R, c.G, c.B}), Share: *figure(100 * c.Share)})
		}
		f.Figures.Palette = swatches
	}),
})

const paletteSide = 48

// thumbnail returns a view of the picture scaled down so that its longer side has at most side px.
func thumbnail(f *frame.Frame, side int) *frame.Frame {
	small := f.View()
	w, h := f.W, f.H
	if longer := max(w, h); longer > side {
		w, h = filter.Share(w, side, longer), filter.Share(h, side, longer)
	}
	small.Transform(frame.Resized(f.W, f.H, w, h, kernel.Area))
	return small
}

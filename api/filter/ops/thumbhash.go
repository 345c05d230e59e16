package ops

import (
	"encoding/base64"

	"framepost/api/filter"
	"framepost/api/filter/thumbhash"
	"framepost/api/frame"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:       "thumbhash",
		Group:      "measure",
		Doc:        "Reports a placeholder of the picture for pages, as a ThumbHash of some 25 bytes in base64, and changes nothing.",
		Properties: wire.Properties{Reports: []string{"thumbhash"}},
	},
	Cost: 1,
	Work: filter.Planes(func(_ filter.Args, f *frame.Frame) {
		small := thumbnail(f, thumbhash.MaxSide)
		defer small.Release()
		f.Figures.ThumbHash = base64.StdEncoding.EncodeToString(thumbhash.Of(small.NRGBA()))
	}),
})

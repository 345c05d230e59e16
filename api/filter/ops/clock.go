package ops

import (
	"time"

	"framepost/api/filter"
	"framepost/api/filter/lettering"
	"framepost/api/frame"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "clock",
		Group: "overlay",
		Doc:   "Writes the time at which the frame is processed, by the server's clock.",
		Params: append([]wire.Param{
			{Name: "format", Doc: "What of it is shown", Type: wire.Choice, Choices: []string{"time", "date", "both", "precise"}},
			{Name: "zone", Doc: "Hours ahead of UTC", Type: wire.Float, Unit: "h", Range: &wire.Range{Min: -12, Max: 14, Step: 0.25}},
		}, lettering.Params("top-right")...),
		Properties: wire.Properties{ReadsClock: true},
	},
	Check: func(filter.Args) error {
		_, err := lettering.Shape("0")
		return err
	},
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		line, err := lettering.Shape(clockText(time.Now(), a.Choice("format"), a.Float("zone")))
		if err != nil {
			panic(err) // Check has loaded the first font, which has digits
		}
		line.Write(a, f)
	}),
})

// layouts are formats of package time, with dates as in ISO 8601.
var layouts = map[string]string{"time": "15:04:05", "date": "2006-01-02", "both": "2006-01-02 15:04:05",
	"precise": "15:04:05.000"}

func clockText(t time.Time, format string, hours float64) string {
	zone := time.FixedZone("", int(hours*3600))
	return t.In(zone).Format(layouts[format])
}

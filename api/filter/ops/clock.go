package ops

import (
	"time"

	"framepost/api/filter"
	"framepost/api/filter/paint"
	"framepost/api/frame"
)

var _ = register(filter.Filter{
	Spec: filter.Spec{
		Name:  "clock",
		Group: "overlay",
		Doc:   "Writes the time at which the frame is processed, by the server's clock.",
		Params: append([]filter.Param{
			{Name: "format", Doc: "What of it is shown", Type: filter.Choice, Choices: []string{"time", "date", "both", "precise"}},
			{Name: "zone", Doc: "Hours ahead of UTC", Type: filter.Float, Unit: "h", Min: -12, Max: 14, Step: 0.25},
		}, paint.LetteringParams("top-right")...),
	},
	Work: filter.Planes(func(a filter.Args, f *frame.Frame) {
		paint.Letter(a, f, clockText(time.Now(), a.Choice("format"), a.Float("zone")))
	}),
})

// layouts are in the form of package time; the dates are ISO 8601's.
var layouts = map[string]string{"time": "15:04:05", "date": "2006-01-02", "both": "2006-01-02 15:04:05",
	"precise": "15:04:05.000"}

func clockText(t time.Time, format string, hours float64) string {
	zone := time.FixedZone("", int(hours*3600))
	return t.In(zone).Format(layouts[format])
}

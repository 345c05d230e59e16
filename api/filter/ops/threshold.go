package ops

import (
	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "threshold",
		Group: "tone",
		Doc:   "Makes samples lighter than a level white and the others black.",
		Params: []wire.Param{
			{Name: "level", Doc: "The lightest luma that becomes black, for fixed", Type: wire.Int, Range: &wire.Range{Max: 255}, Default: 127},
			{Name: "method", Doc: "A fixed level, or the one that separates light from dark best (Otsu)",
				Type: wire.Choice, Choices: []string{"fixed", "otsu"}},
		},
	},
	Work: filter.ByArgs(func(a filter.Args) filter.Work {
		if a.Choice("method") == "otsu" {
			return filter.Planes(thresholdOtsu)
		}
		return filter.Tone(func(a filter.Args, t *filter.Tables) {
			t.Y, t.Gray = split(a.Int("level")), true
		})
	}),
})

// split returns a table that maps values above level to white and the others to black.
func split(level int) (table [256]byte) {
	for v := level + 1; v < 256; v++ {
		table[v] = 255
	}
	return table
}

func thresholdOtsu(_ filter.Args, f *frame.Frame) {
	f.DropChroma()
	table := split(otsu(count(f)))
	filter.MapPlane(f.Planes()[0], &table)
}

// otsu returns the level that splits a histogram into two classes with the largest variance between
// them: the squared difference of their means, weighted by their sizes (N. Otsu 1979, "A threshold
// selection method from gray-level histograms").
func otsu(counts [256]int) (level int) {
	var total, sum float64
	for v, n := range counts {
		total += float64(n)
		sum += float64(n) * float64(v)
	}
	var below, sumBelow, best float64
	for v, n := range counts {
		below += float64(n)
		sumBelow += float64(n) * float64(v)
		if below == 0 || below == total {
			continue
		}
		apart := sumBelow/below - (sum-sumBelow)/(total-below)
		if between := below * (total - below) * apart * apart; between > best {
			best, level = between, v
		}
	}
	return level
}

// count returns the histogram of luma.
func count(f *frame.Frame) [256]int {
	var h kernel.Histogram
	luma := f.Planes()[0]
	for y := range luma.H {
		if luma.Ended(y) {
			break
		}
		h.Add(luma.Row(y))
	}
	return h.Counts()
}

package ops

import (
	"context"
	"errors"
	"image"
	"strconv"
	"strings"

	"framepost/api/filter"
	"framepost/api/kernel"
	"framepost/api/wire"
)

var _ = register(filter.Filter{
	Op: wire.Op{
		Name:  "convolve",
		Group: "detail",
		Doc:   "Replaces each pixel by a weighted sum of its neighbours, with a 3×3 or 5×5 kernel, in red, green and blue.",
		Params: []wire.Param{
			{Name: "kernel", Doc: "A named kernel", Type: wire.Choice, Choices: kernelNames()},
			{Name: "weights", Doc: "A kernel of your own instead: 9 or 25 numbers separated by spaces, row by row from the top left",
				Type: wire.Text, Range: &wire.Range{Max: 400}},
			{Name: "normalize", Doc: "Divide the weights by their sum; where that is 0, by the sum of those above 0", Type: wire.Bool},
			{Name: "bias", Doc: "Added to the result", Type: wire.Int, Range: &wire.Range{Min: -255, Max: 255}},
			{Name: "abs", Doc: "Use the absolute value of results, before the bias", Type: wire.Bool},
		},
		Properties: wire.Properties{Costly: true},
	},
	Check: func(a filter.Args) error {
		_, err := parseWeights(a.Text("weights"))
		return err
	},
	Reach: func(a filter.Args) int {
		return side(kernelOf(a)) / 2
	},
	Work: filter.NRGBA(convolve),
})

// kernels are the named kernels. Their weights add up to 1, which keeps the brightness, or to 0,
// which makes flat areas black.
var kernels = []struct {
	name    string
	weights string
}{
	{"emboss", "-1 -1 0 -1 1 1 0 1 1"},
	{"edges", "-1 -1 -1 -1 8 -1 -1 -1 -1"},
	{"sharpen", "0 -1 0 -1 5 -1 0 -1 0"},
	{"soften", "0.0625 0.125 0.0625 0.125 0.25 0.125 0.0625 0.125 0.0625"},
	{"motion", "0.2 0 0 0 0 0 0.2 0 0 0 0 0 0.2 0 0 0 0 0 0.2 0 0 0 0 0 0.2"},
}

func kernelNames() (names []string) {
	for _, k := range kernels {
		names = append(names, k.name)
	}
	return names
}

func convolve(ctx context.Context, a filter.Args, img *image.NRGBA) *image.NRGBA {
	weights := kernelOf(a)
	if a.Bool("normalize") {
		normalize(weights)
	}
	c := kernel.Convolution{Side: side(weights), Weights: weights, Magnitude: a.Bool("abs"), Bias: float64(a.Int("bias"))}
	c.RGBA(kernel.Plane{Pix: img.Pix, Stride: img.Stride, W: 4 * img.Rect.Dx(), H: img.Rect.Dy(), Ctx: ctx})
	return img
}

// kernelOf returns the weights that the arguments ask for.
func kernelOf(a filter.Args) []float64 {
	weights, _ := parseWeights(a.Text("weights")) // no error: Check has parsed them before
	for _, k := range kernels {
		if weights == nil && k.name == a.Choice("kernel") {
			weights, _ = parseWeights(k.weights)
		}
	}
	return weights
}

// side returns the side, in px, of a square kernel.
func side(weights []float64) int {
	if len(weights) == 25 {
		return 5
	}
	return 3
}

// normalize divides weights by their sum, or where that is 0 by the sum of those above 0.
func normalize(weights []float64) {
	var sum, above float64
	for _, w := range weights {
		sum += w
		above += max(w, 0)
	}
	if sum == 0 {
		sum = above
	}
	for i := range weights {
		if sum != 0 {
			weights[i] /= sum
		}
	}
}

// maxWeight is small enough that floating point keeps the last digits of every sum.
const maxWeight = 1000

// parseWeights reads numbers separated by spaces. It returns nil if there are none.
func parseWeights(text string) ([]float64, error) {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return nil, nil
	}
	if len(fields) != 9 && len(fields) != 25 {
		return nil, errors.New("has " + strconv.Itoa(len(fields)) + " weights; allowed are 9 for a kernel of 3×3, or 25 for one of 5×5, separated by spaces")
	}
	weights := make([]float64, len(fields))
	for i, field := range fields {
		w, ok := filter.ParseDecimal(field)
		if !ok || w < -maxWeight || w > maxWeight {
			return nil, errors.New("has the weight " + strconv.Quote(field) + "; allowed is a number from -1000 to 1000")
		}
		weights[i] = w
	}
	return weights, nil
}

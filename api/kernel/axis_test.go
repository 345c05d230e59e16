package kernel

import (
	"math"
	"slices"
	"testing"
)

// span returns the axis that scales source samples lo to hi to n samples.
func span(lo, hi, n int) Axis {
	return Axis{Len: n, Lo: lo, Hi: hi, Start: int64(lo) * int64(n), Step: int64(hi - lo), Unit: int64(n)}
}

// mirrored is span from hi down to lo.
func mirrored(lo, hi, n int) Axis {
	return Axis{Len: n, Lo: lo, Hi: hi, Start: int64(hi) * int64(n), Step: int64(lo - hi), Unit: int64(n)}
}

func TestShortWeights(t *testing.T) {
	for _, c := range []struct {
		name string
		axis Axis
		how  Scaling
		want []tap
	}{
		{"halved", span(0, 4, 2), Auto, []tap{{0, 128, 0}, {2, 128, 0}}},
		{"halved, mirrored", mirrored(0, 4, 2), Auto, []tap{{2, 128, 0}, {0, 128, 0}}},
		{"5 to 3", span(0, 5, 3), Area, []tap{{0, 102, 0}, {1, 154, 51}, {2, 102, 154}}},
		{"doubled", span(0, 2, 4), Auto, []tap{{0, 0, 0}, {0, 64, 0}, {0, 192, 0}, {0, 256, 0}}},
		{"doubled inside a crop", span(7, 9, 4), Linear, []tap{{0, 0, 0}, {0, 64, 0}, {0, 192, 0}, {0, 256, 0}}},
		{"as it is", span(3, 6, 3), Linear, []tap{{0, 0, 0}, {1, 0, 0}, {2, 0, 0}}},
		{"nearest", span(0, 2, 3), Nearest, []tap{{0, 0, 0}, {1, 0, 0}, {1, 0, 0}}},
		{"of one sample", span(0, 1, 3), Linear, []tap{{0, 0, 0}, {0, 0, 0}, {0, 0, 0}}},
		{"half a sample on", Axis{Len: 2, Lo: 0, Hi: 3, Start: 1, Step: 2, Unit: 2}, Auto, []tap{{0, 128, 0}, {1, 128, 0}}},
		{"beyond the end", Axis{Len: 3, Lo: 0, Hi: 2, Start: 0, Step: 1, Unit: 1}, Area, []tap{{0, 0, 0}, {1, 0, 0}, {1, 0, 0}}},
	} {
		w := weightsOf(c.axis, c.how)
		if w.long != nil || !slices.Equal(w.taps, c.want) {
			t.Errorf("%s: %v, want %v", c.name, w.taps, c.want)
		}
	}
}

func TestLongWeights(t *testing.T) {
	w := weightsOf(span(0, 8, 2), Area)
	if want := []int16{4096, 4096, 4096, 4096, 4096, 4096, 4096, 4096}; !slices.Equal(w.long, want) {
		t.Errorf("a quarter by area: %v, want %v", w.long, want)
	}
	w = weightsOf(span(0, 8, 2), Linear) // tents of 8 samples, of which the edge cuts 2 off: 5 7 7 5 3 1, of 28
	if want := []int16{2926, 4096, 4096, 2925, 1756, 585, 585, 1756, 2925, 4096, 4096, 2926}; !slices.Equal(w.long, want) {
		t.Errorf("a quarter by tents: %v, want %v", w.long, want)
	}
}

// For every axis, the samples are in the source, the weights of short taps are positive, and
// their sum is exactly one.
func TestWeightsSum(t *testing.T) {
	for _, a := range axes() {
		for how := Auto; how <= Lanczos; how++ {
			w := weightsOf(a, how)
			for j, tap := range w.taps {
				if tap.first < 0 || int(tap.first)+w.n > a.Hi-a.Lo {
					t.Fatalf("%+v by %d: sample %d begins at %d, of %d", a, how, j, tap.first, w.n)
				}
				sum := 0
				if w.long != nil {
					for _, v := range w.long[j*w.n : (j+1)*w.n] {
						sum += int(v)
					}
				} else if int(tap.w1)+int(tap.w2) <= 256 {
					sum = 1 << longBits
				}
				if sum != 1<<longBits {
					t.Fatalf("%+v by %d: sample %d has the sum %d", a, how, j, sum)
				}
			}
		}
	}
}

// axes returns axes of every kind: growing, shrinking a little and a lot, mirrored, cropped,
// with a fraction of a sample at either end.
func axes() []Axis {
	list := []Axis{
		{Len: 13, Lo: 0, Hi: 12, Start: 3, Step: 6, Unit: 7},          // a crop that cuts a chroma sample
		{Len: 40, Lo: 1, Hi: 34, Start: 13 * 3, Step: 31, Unit: 39},   // starts at the end of one sample
		{Len: 240, Lo: 0, Hi: 263, Start: 0, Step: 525, Unit: 480},    // the chroma of 525 rows, to 480
		{Len: 33, Lo: 0, Hi: 33, Start: 65 * 33, Step: -66, Unit: 66}, // an odd width mirrored
	}
	for _, src := range []int{1, 2, 3, 5, 17, 64, 97, 130} {
		for _, n := range []int{1, 2, 3, 7, 16, 31, 32, 33, 64, 65, 100, 131} {
			list = append(list, span(0, src, n), mirrored(0, src, n), span(4, 4+src, n))
		}
	}
	return list
}

// slowWeights returns, by the definition of each scaling, the weight of every sample up to Hi
// in result sample j.
func slowWeights(a Axis, s Scaling, j int) []float64 {
	from, step := float64(a.Start)/float64(a.Unit), float64(a.Step)/float64(a.Unit)
	middle, stretch := from+(float64(j)+0.5)*step, math.Abs(step)
	if s == Auto {
		s = Linear
		if stretch > 1 {
			s = Area
		}
	}
	weights, sum := make([]float64, a.Hi), 0.0
	for i := a.Lo; i < a.Hi; i++ {
		x := (float64(i) + 0.5 - middle) / max(stretch, 1)
		switch s {
		case Linear:
			weights[i] = max(1-math.Abs(x), 0)
		case Area:
			weights[i] = max(min(float64(i+1), middle+stretch/2)-max(float64(i), middle-stretch/2), 0)
		case Lanczos:
			if math.Abs(x) < 3 {
				weights[i] = sinc(x) * sinc(x/3)
			}
		}
		sum += weights[i]
	}
	if sum < 1e-9 {
		weights[min(max(int(math.Floor(middle+1e-9)), a.Lo), a.Hi-1)], sum = 1, 1
	}
	for i := range weights {
		weights[i] /= sum
	}
	return weights
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

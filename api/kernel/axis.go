package kernel

import "math"

// Axis says, for one direction of a plane, which part of the source each sample of the
// result stands for: result sample j covers the source from (Start + j·Step) / Unit to
// (Start + (j+1)·Step) / Unit, where source sample i covers i to i+1. A negative Step
// mirrors. Only source samples Lo ≤ i < Hi are used.
//
// The positions are fractions of whole numbers, so that mirroring, and every machine,
// gives the same weights, and so that the chroma of odd sizes and odd crops stays
// where its luma is.
type Axis struct {
	Len               int // samples in the result
	Lo, Hi            int // the samples of the source that may be used
	Start, Step, Unit int64
}

// stretch is how many source samples a result sample covers, as a fraction of Unit.
func (a Axis) stretch() int64 { return max(a.Step, -a.Step) }

// lobes of the Lanczos kernel: 3, as is usual for pictures.
const lobes = 3

// reach is how far from its middle a result sample draws on the source, in samples.
func (a Axis) reach(s Scaling) float64 {
	r := float64(a.stretch()) / float64(a.Unit)
	switch s {
	case Linear:
		return max(r, 1)
	case Lanczos:
		return lobes * max(r, 1)
	default:
		return r / 2
	}
}

// weigh appends to w the exact weights, in any unit, of source samples first,
// first+1, … in result sample j. There is at least one, and their sum is positive.
func (a Axis) weigh(w []int64, s Scaling, j int) (first int, longer []int64) {
	from := a.Start + int64(j)*a.Step
	to := from + a.Step
	middle := from + to // in halves of 1/Unit
	nearest := min(max(int(floorDiv(middle, 2*a.Unit)), a.Lo), a.Hi-1)
	if s == Nearest {
		return nearest, append(w, 1)
	}
	centre, reach := float64(middle)/float64(2*a.Unit), a.reach(s)
	first = max(int(math.Floor(centre-reach)), a.Lo)
	last := min(int(math.Ceil(centre+reach)), a.Hi-1)
	longer, sum := w, int64(0)
	for i := first; i <= last; i++ {
		v := a.weight(s, int64(i), min(from, to), max(from, to), middle)
		longer, sum = append(longer, v), sum+v
	}
	if sum <= 0 { // the result sample lies wholly outside what may be used
		return nearest, append(w, 1)
	}
	return first, longer
}

// weight is what source sample i counts in a result sample that covers from to to
// (in 1/Unit) around middle (in halves of that).
func (a Axis) weight(s Scaling, i, from, to, middle int64) int64 {
	distance := (2*i+1)*a.Unit - middle
	width := max(a.stretch(), a.Unit)
	switch s {
	case Linear: // a tent as wide as two samples, of whichever side has the larger
		return max(2*width-max(distance, -distance), 0)
	case Lanczos:
		x := float64(distance) / float64(2*width)
		return int64(math.Round(lanczos(x) * (1 << 24)))
	default: // Area: the overlap
		return max(min(to, (i+1)*a.Unit)-max(from, i*a.Unit), 0)
	}
}

// lanczos is sinc(x)·sinc(x/lobes) within ±lobes (Duchon, "Lanczos Filtering in One
// and Two Dimensions", 1979).
func lanczos(x float64) float64 {
	switch {
	case x == 0:
		return 1
	case math.Abs(x) >= lobes:
		return 0
	}
	return lobes * math.Sin(math.Pi*x) * math.Sin(math.Pi*x/lobes) / (math.Pi * math.Pi * x * x)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

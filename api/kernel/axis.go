package kernel

import "math"

// Axis maps the samples of a resized plane to those of its source, in one direction: sample
// j of the result covers the source from (Start + j·Step) / Unit to (Start + (j+1)·Step) /
// Unit, where sample i of the source covers i to i+1. A negative Step mirrors. Only source
// samples Lo ≤ i < Hi are used; Len, Unit and Hi-Lo are positive.
//
// Positions are fractions of whole numbers, not floating point, so that weights are the same on
// every machine and after mirroring, and the chroma of odd sizes and odd crops keeps its
// position relative to luma.
type Axis struct {
	Len               int // samples in the result
	Lo, Hi            int // the samples of the source that are used
	Start, Step, Unit int64
}

// Span returns the axis that scales n samples to another number of them.
func Span(n, to int) Axis {
	return Axis{Len: to, Hi: n, Step: int64(n), Unit: int64(to)}
}

// stretch returns the number of source samples that a result sample covers, in 1/Unit.
func (a Axis) stretch() int64 { return max(a.Step, -a.Step) }

// weigher makes the weights of an axis.
type weigher struct {
	Axis
	scaling Scaling
	width   int64   // of a sample of the source or of the result, whichever is wider, in 1/Unit
	reach   float64 // how far from its middle a result sample uses source samples, in samples
}

// lobes is the number of lobes of the Lanczos kernel; 3 is usual for pictures.
const lobes = 3

func newWeigher(a Axis, s Scaling) *weigher {
	w := &weigher{Axis: a, scaling: s, width: max(a.stretch(), a.Unit)}
	switch unit := float64(w.width) / float64(a.Unit); s {
	case Linear:
		w.reach = unit
	case Lanczos:
		w.reach = lobes * unit
	case Area:
		w.reach = float64(a.stretch()) / float64(2*a.Unit)
	}
	return w
}

// weigh appends to list the weights of source samples first, first+1, … in result sample j. The
// weights are exact whole numbers in an arbitrary unit; there is at least one, and their sum is
// positive.
func (w *weigher) weigh(list []int64, j int) (first int, longer []int64) {
	from := w.Start + int64(j)*w.Step
	to := from + w.Step
	middle := from + to // in halves of 1/Unit
	centre := float64(middle) / float64(2*w.Unit)
	if w.scaling != Nearest {
		first = max(int(math.Floor(centre-w.reach)), w.Lo)
		last := min(int(math.Ceil(centre+w.reach)), w.Hi-1)
		longer = list
		sum := int64(0)
		for i := first; i <= last; i++ {
			v := w.weight(int64(i), min(from, to), max(from, to), middle)
			longer, sum = append(longer, v), sum+v
		}
		if sum > 0 {
			return first, longer
		}
		// Otherwise the sample lies wholly outside of what is used.
	}
	nearest := int(floorDiv(middle, 2*w.Unit))
	return min(max(nearest, w.Lo), w.Hi-1), append(list, 1)
}

// weight returns the weight of source sample i in a result sample that covers [from, to)
// in 1/Unit, around middle in 1/(2·Unit).
func (w *weigher) weight(i, from, to, middle int64) int64 {
	distance := (2*i+1)*w.Unit - middle
	switch w.scaling {
	case Linear:
		return max(2*w.width-max(distance, -distance), 0)
	case Lanczos:
		x := float64(distance) / float64(2*w.width)
		return int64(math.Round(lanczos(x) * (1 << 24)))
	default: // Area: the overlap
		return max(min(to, (i+1)*w.Unit)-max(from, i*w.Unit), 0)
	}
}

// lanczos returns sinc(x)·sinc(x/lobes) within ±lobes (Duchon, "Lanczos Filtering in One
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

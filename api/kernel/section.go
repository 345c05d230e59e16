package kernel

import "slices"

// Section is a part of a resized axis, for a source of which only a part is at hand. Its results
// have the very weights that they have in the whole axis.
type Section struct {
	Axis        Axis
	First, Last int // the results First ≤ j < Last, at least one
	Origin      int // the sample of the whole source that is the first one at hand
}

// Within returns the results First ≤ j < Last that are made of source samples from ≤ i < to
// alone. If there are none, both are 0.
func (a Axis) Within(from, to int, s Scaling) (first, last int) {
	w := weightsOf(a, s)
	for j, t := range w.taps {
		start := a.Lo + int(t.first)
		if start < from || start+w.n > to {
			continue
		}
		if last == 0 {
			first = j
		}
		last = j + 1
	}
	return first, last
}

// ResizePart is Resize for a part of the result, from a part of the source: it writes
// x.Last-x.First by y.Last-y.First samples to dst. src holds all samples that they are made of,
// see Axis.Within; its first sample is that in column x.Origin and row y.Origin of the whole.
func ResizePart(dst, src Plane, x, y Section, s Scaling) {
	resample(dst, src, x.weights(s), y.weights(s))
}

// weights returns the weights of the section. They are those of the whole axis, not new ones,
// since their form and their rounding depend on all results together.
func (s Section) weights(scaling Scaling) *weights {
	whole := weightsOf(s.Axis, scaling)
	w := &weights{key: whole.key, n: whole.n, taps: slices.Clone(whole.taps[s.First:s.Last])}
	if whole.long != nil {
		w.long = whole.long[s.First*w.n : s.Last*w.n]
	}
	low, high := w.taps[0].first, w.taps[0].first
	for _, t := range w.taps {
		low, high = min(low, t.first), max(high, t.first)
	}
	for i := range w.taps {
		w.taps[i].first -= low
	}
	a := &w.key.axis
	a.Lo += int(low) - s.Origin
	a.Len, a.Hi = len(w.taps), a.Lo+int(high-low)+w.n
	w.order = w.findOrder()
	w.lanes = newLanes(w)
	return w
}

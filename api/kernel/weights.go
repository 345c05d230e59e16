package kernel

import (
	"hash/maphash"
	"sync/atomic"
)

// Fixed point: weights of a few samples, none negative, have 8 fraction bits, so that
// their sum with bytes fits 16 bits; all others have 14, and the sum 32.
const (
	shortShift = 8
	longShift  = 14
	shortTaps  = 3 // at most so many samples for 8 bits: more would make their rounding seen
)

// weights is an Axis worked out: result sample j is the sum over k of source sample
// first[j]+k times weight[j*taps+k], with shift fraction bits. Indices count from
// the axis's Lo, and first[j]+taps never passes Hi.
type weights struct {
	key    weightsKey
	taps   int
	shift  uint
	first  []int32
	weight []int16
	order  order
	lanes  lanes // the same for the vector kernels
}

type weightsKey struct {
	axis    Axis
	scaling Scaling
}

// order tells the axes that move samples without mixing them.
type order int8

const (
	mixed    order = iota
	forward        // result j is source j
	backward       // result j is source Hi-1-j
)

// cached keeps the weights of geometries in use. A slot holds the last that fell into
// it, so the memory is bounded, and a reader waits for nobody.
var (
	cached     [64]atomic.Pointer[weights]
	cachedSeed = maphash.MakeSeed()
)

// cachedSize bounds what is kept, in weights: wider ones are for pictures so large
// that making weights is a small part of the work.
const cachedSize = 1 << 15

func weightsOf(a Axis, s Scaling) *weights {
	if s == Auto {
		s = Linear
		if a.stretch() > a.Unit {
			s = Area
		}
	}
	key := weightsKey{a, s}
	slot := &cached[maphash.Comparable(cachedSeed, key)%uint64(len(cached))]
	if w := slot.Load(); w != nil && w.key == key {
		return w
	}
	w := newWeights(key)
	if len(w.weight) <= cachedSize {
		slot.Store(w)
	}
	return w
}

func newWeights(key weightsKey) *weights {
	a := key.axis
	w := &weights{key: key, first: make([]int32, a.Len), shift: shortShift}
	exact := make([][]int64, a.Len)
	for j := range exact {
		first, weights := a.weigh(nil, key.scaling, j)
		first, exact[j] = trim(first, weights)
		w.first[j] = int32(first - a.Lo)
		w.taps = max(w.taps, len(exact[j]))
	}
	if w.taps > shortTaps || key.scaling == Lanczos {
		w.shift = longShift
	}
	w.weight = make([]int16, a.Len*w.taps)
	for j, e := range exact {
		first := min(w.first[j], int32(a.Hi-a.Lo-w.taps))
		round(w.weight[j*w.taps+int(w.first[j]-first):], e, w.shift)
		w.first[j] = first
	}
	w.order = w.findOrder()
	w.lanes = newLanes(w)
	return w
}

// trim drops the weights of 0 at both ends.
func trim(first int, w []int64) (int, []int64) {
	for w[0] == 0 {
		first, w = first+1, w[1:]
	}
	for w[len(w)-1] == 0 {
		w = w[:len(w)-1]
	}
	return first, w
}

// round brings exact weights to fixed point with a sum of exactly 1<<shift. It rounds
// their running sum, which spreads the rest over all of them.
func round(to []int16, exact []int64, shift uint) {
	sum := int64(0)
	for _, v := range exact {
		sum += v
	}
	part, before := int64(0), int64(0)
	for k, v := range exact {
		part += v
		now := floorDiv(part<<(shift+1)+sum, 2*sum)
		to[k] = int16(now - before)
		before = now
	}
}

func (w *weights) findOrder() order {
	if w.taps != 1 {
		return mixed
	}
	n := int32(len(w.first))
	isForward, isBackward := true, n == int32(w.key.axis.Hi-w.key.axis.Lo)
	for j, first := range w.first {
		isForward = isForward && first == int32(j)
		isBackward = isBackward && first == n-1-int32(j)
	}
	switch {
	case isForward:
		return forward
	case isBackward:
		return backward
	}
	return mixed
}

// row is result sample j: where it starts, and its weights.
func (w *weights) row(j int) (first int, weight []int16) {
	return int(w.first[j]), w.weight[j*w.taps : (j+1)*w.taps]
}

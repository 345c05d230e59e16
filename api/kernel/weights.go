package kernel

import "sync"

// weights holds, for each sample of the result along an axis, the source samples that it is
// made of and their weights. Indexes into the source count from the axis's Lo.
//
// Up to three samples without negative weights have the short form: fixed point with 8 bits,
// whose sum fits 16 bits, which is twice as fast. All others have the long form, with 14 bits
// and a sum in 32 bits: with 8 bits, the rounding of so many weights would be visible.
type weights struct {
	key   weightsKey
	n     int // the largest number of samples for one sample of the result
	order order
	taps  []tap // one for each sample of the result; the long form uses only first
	long  []int16
	lanes lanes // for the vector kernels
}

// tap has the samples first, first+1 and first+2 with weights 256-w1-w2, w1 and w2.
type tap struct {
	first  int32
	w1, w2 uint16
}

const (
	shortBits    = 8
	longBits     = 14
	shortTaps    = 3
	shortStretch = 2 // the short form is for results that are at most this many times smaller
)

type weightsKey struct {
	axis    Axis
	scaling Scaling
}

// order marks the axes that move samples without mixing them.
type order int8

const (
	mixed    order = iota
	forward        // result j is source j
	backward       // result j is the source's j-th from the end
)

// cached holds the weights of axes in use: making them takes longer than resizing with
// them. When it is full, new weights replace any others.
var cached = struct {
	sync.Mutex
	weights map[weightsKey]*weights
}{weights: map[weightsKey]*weights{}}

// A frame has up to four different axes. The weights of an axis are not cached if they are more
// than cachedLen: the picture is then so large that making them is a small part of the work.
const (
	cachedAxes = 128
	cachedLen  = 1 << 14
)

func weightsOf(a Axis, s Scaling) *weights {
	if s == Auto {
		s = Linear
		if a.stretch() > a.Unit {
			s = Area
		}
	}
	key := weightsKey{a, s}
	cached.Lock()
	w := cached.weights[key]
	cached.Unlock()
	if w == nil {
		w = newWeights(key)
		cache(w)
	}
	return w
}

func cache(w *weights) {
	if len(w.taps)*w.n > cachedLen {
		return
	}
	cached.Lock()
	defer cached.Unlock()
	if len(cached.weights) >= cachedAxes {
		for key := range cached.weights {
			delete(cached.weights, key)
			break
		}
	}
	cached.weights[w.key] = w
}

func newWeights(key weightsKey) *weights {
	a := key.axis
	w := &weights{key: key, taps: make([]tap, a.Len)}
	weigher := newWeigher(a, key.scaling)
	exact, all := make([][]int64, a.Len), make([]int64, 0, 5*a.Len)
	for j := range exact {
		from := len(all)
		first, more := weigher.weigh(all, j)
		first, exact[j] = trim(first, more[from:])
		w.taps[j].first = int32(first - a.Lo)
		w.n = max(w.n, len(exact[j]))
		all = more
	}
	short := w.n <= shortTaps && a.stretch() <= shortStretch*a.Unit && key.scaling != Lanczos
	if !short {
		w.long = make([]int16, a.Len*w.n)
	}
	rounded := make([]int16, max(w.n, shortTaps))
	for j, e := range exact {
		// Samples first to first+n are in the source, even if fewer have a weight.
		t := &w.taps[j]
		ahead := max(t.first-int32(a.Hi-a.Lo-w.n), 0)
		t.first -= ahead
		clear(rounded)
		if short {
			round(rounded[ahead:], e, shortBits)
			t.w1, t.w2 = uint16(rounded[1]), uint16(rounded[2])
		} else {
			round(rounded[ahead:], e, longBits)
			copy(w.long[j*w.n:], rounded)
		}
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

// round converts exact weights to fixed point with a sum of exactly 1<<bits. It rounds their
// running sum, which distributes the rounding errors over all of them.
func round(to []int16, exact []int64, bits int) {
	sum := int64(0)
	for _, v := range exact {
		sum += v
	}
	part, before := int64(0), int64(0)
	for k, v := range exact {
		part += v
		now := floorDiv(part<<(bits+1)+sum, 2*sum)
		to[k] = int16(now - before)
		before = now
	}
}

func (w *weights) findOrder() order {
	if w.n != 1 {
		return mixed
	}
	last := int32(w.key.axis.Hi - w.key.axis.Lo - 1)
	isForward, isBackward := true, int(last) == len(w.taps)-1
	for j, t := range w.taps {
		isForward = isForward && t.first == int32(j)
		isBackward = isBackward && t.first == last-int32(j)
	}
	switch {
	case isForward:
		return forward
	case isBackward:
		return backward
	}
	return mixed
}

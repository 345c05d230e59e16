package exposition

import (
	"slices"
	"sync"
)

// Histogram counts observations by size.
type Histogram struct {
	bounds []float64

	mu     sync.Mutex
	counts []uint64 // of each bucket alone: up to and with its bound, and above the one before; the last is above all
	sum    float64
}

// Observe counts one observation. NaN is in no bucket but the last.
func (h *Histogram) Observe(value float64) {
	bucket := slices.IndexFunc(h.bounds, func(bound float64) bool { return value <= bound })
	if bucket < 0 {
		bucket = len(h.bounds)
	}
	h.mu.Lock()
	h.counts[bucket]++
	h.sum += value
	h.mu.Unlock()
}

// Histograms adds histograms of one name, one for each of the values of a label, and returns them in that order.
// The bounds of their buckets ascend; one of +Inf is added to them.
func (r *Registry) Histograms(name, help string, bounds []float64, of string, values ...string) []*Histogram {
	all := make([]*Histogram, len(values))
	for i := range all {
		all[i] = &Histogram{bounds: bounds, counts: make([]uint64, len(bounds)+1)}
	}
	r.add(func(p *page) {
		p.head(name, help, histogram)
		for i, h := range all {
			h.write(p, name, label{of, values[i]})
		}
	})
	return all
}

// write writes the buckets, each of which counts those below it too, then sum and count.
func (h *Histogram) write(p *page, name string, own label) {
	h.mu.Lock()
	counts, sum := slices.Clone(h.counts), h.sum
	h.mu.Unlock()
	var below uint64
	for i, n := range counts {
		below += n
		bound := "+Inf"
		if i < len(h.bounds) {
			bound = number(h.bounds[i])
		}
		p.sample(name+"_bucket", float64(below), own, label{"le", bound})
	}
	p.sample(name+"_sum", sum, own)
	p.sample(name+"_count", float64(below), own)
}

package exposition

import (
	"sync"
	"sync/atomic"
)

// Counter is a sum that only grows. Its zero value is ready.
type Counter struct{ n atomic.Uint64 }

// Add adds n, which must not be negative.
func (c *Counter) Add(n int) { c.n.Add(uint64(n)) }

// Inc adds one.
func (c *Counter) Inc() { c.n.Add(1) }

// Counter adds a counter without labels. Its name ends in _total.
func (r *Registry) Counter(name, help string) *Counter {
	c := new(Counter)
	r.add(func(p *page) { p.single(name, help, counter, float64(c.n.Load())) })
	return c
}

// maxLabels is how many labels a counter can have.
const maxLabels = 3

// values are those of a counter's labels; what it has no label for is empty.
type values [maxLabels]string

// Counters are the counters of one name, told apart by labels.
type Counters struct {
	labels []string

	mu  sync.RWMutex
	all map[values]*Counter
}

// Counters adds counters with up to three labels, whose names come in alphabetical order, as
// Prometheus shows them.
func (r *Registry) Counters(name, help string, labels ...string) *Counters {
	if len(labels) > maxLabels {
		panic("exposition: too many labels: " + name)
	}
	c := &Counters{labels: labels, all: map[values]*Counter{}}
	r.add(func(p *page) { c.write(p, name, help) })
	return c
}

// With returns the counter with so many values of labels, which must not be made up by
// strangers: none is ever forgotten. A counter that has been asked for is shown, be it 0.
func (c *Counters) With(of ...string) *Counter {
	if len(of) != len(c.labels) {
		panic("exposition: a value for each label")
	}
	var key values
	copy(key[:], of)
	c.mu.RLock()
	found := c.all[key]
	c.mu.RUnlock()
	if found != nil {
		return found
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if found = c.all[key]; found == nil {
		found = new(Counter)
		c.all[key] = found
	}
	return found
}

func (c *Counters) write(p *page, name, help string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if len(c.all) == 0 {
		return
	}
	p.head(name, help, counter)
	for _, key := range sorted(c.all) {
		labels := make([]label, len(c.labels))
		for i, l := range c.labels {
			labels[i] = label{l, key[i]}
		}
		p.sample(name, float64(c.all[key].n.Load()), labels...)
	}
}

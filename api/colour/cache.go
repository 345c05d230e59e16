package colour

import (
	"hash/maphash"
	"sync"
)

// form is what a description of a colour space is written in.
type form byte

const (
	ofICC form = iota
	ofCICP
	ofGamma
)

// key stands for a description and the pictures that it is applied to.
type key struct {
	hash       uint64
	length     int
	form       form
	components int
}

// seed is secret, so that nobody can make a description with the hash of another.
var seed = maphash.MakeSeed()

// memory is how many descriptions are remembered: the tables of one take up to 700 kB.
const memory = 16

var remembered cache

// cache holds the transforms that were used last. Its zero value is empty.
type cache struct {
	mu      sync.Mutex
	entries [memory]entry
	clock   uint64
}

type entry struct {
	key       key
	transform *Transform
	err       error
	used      uint64 // the cache's clock at the last use; 0 for none yet
}

// transform returns what is remembered of a description, or makes it. Two frames that miss
// it at once make it twice, which is better than one waiting for the other.
func (c *cache) transform(f form, description []byte, components int, parse func([]byte) (source, error)) (*Transform, error) {
	k := key{maphash.Bytes(seed, description), len(description), f, components}
	if e, found := c.find(k); found {
		return e.transform, e.err
	}
	e := entry{key: k}
	s, err := parse(description)
	if err == nil {
		err = s.serves(components)
	}
	if err == nil {
		e.transform = s.transform()
	}
	e.err = err
	c.add(e)
	return e.transform, e.err
}

func (c *cache) find(k key) (entry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.entries {
		if e := &c.entries[i]; e.used != 0 && e.key == k {
			c.clock++
			e.used = c.clock
			return *e, true
		}
	}
	return entry{}, false
}

// add puts e in the place of the one that was used longest ago.
func (c *cache) add(e entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	oldest := &c.entries[0]
	for i := range c.entries {
		if c.entries[i].used < oldest.used {
			oldest = &c.entries[i]
		}
	}
	c.clock++
	e.used = c.clock
	*oldest = e
}

package colour

import (
	"hash/maphash"
	"sync"
)

// form is the notation of a description of a colour space.
type form byte

const (
	ofICC form = iota
	ofCICP
	ofGamma
)

// key identifies a description and the kind of picture that it is applied to.
type key struct {
	hash       uint64
	length     int
	form       form
	components int
}

// seed is random and secret, so that a sender cannot construct a description that has the
// hash of another one.
var seed = maphash.MakeSeed()

// memory is how many descriptions the cache holds. The tables of one take up to 700 kB.
const memory = 16

var remembered cache

// cache holds the transforms that were used most recently. Its zero value is empty.
type cache struct {
	mu      sync.Mutex
	entries [memory]entry
	clock   uint64
}

type entry struct {
	key       key
	transform *Transform
	err       error
	used      uint64 // the cache's clock at the last use; 0 for an entry that is empty
}

// transform returns the transform, or the error, of a description: the cached one, or a new
// one. When two frames miss the cache at once, both make the transform; that is better than
// to let one of them wait for the other.
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

// add replaces the entry that was used longest ago by e.
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

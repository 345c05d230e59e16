package stream

import "time"

// bar remembers a level that did not hold, so that it is not tried over and over. Each
// time it fails soon after it was tried, the next try is put off for longer. Better levels
// have lower numbers.
type bar struct {
	level   int           // this and better ones
	until   time.Time     // zero for none
	pause   time.Duration // the last one
	longest time.Duration // pause
	price   float64       // of bytes when the level failed
	raise   time.Time     // the last step up
}

const (
	shortestBar = 2 * time.Second
	trial       = 4 * time.Second // a level that held for so long has not failed
)

// rose notes a step up.
func (b *bar) rose(now time.Time) { b.raise = now }

// fell notes a step down from a level.
func (b *bar) fell(now time.Time, level int, price float64) {
	if b.raise.IsZero() || now.Sub(b.raise) > trial {
		b.pause = 0
		return // the link has changed; the level was all right
	}
	if !b.same(price) {
		b.pause = 0
	}
	b.pause = min(max(2*b.pause, shortestBar), b.longest)
	b.level, b.until, b.price = level, now.Add(b.pause), price
}

// forbids tells whether a level is not to be tried yet.
func (b *bar) forbids(now time.Time, level int, price float64) bool {
	return now.Before(b.until) && level <= b.level && b.same(price)
}

// same tells whether the link is the one that the level failed on: where bytes are much
// cheaper or much dearer, it is another and the memory void.
func (b *bar) same(price float64) bool { return price > 0.6*b.price && price < 3*b.price }

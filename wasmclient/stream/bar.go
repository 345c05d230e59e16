package stream

import "time"

// bar remembers a level that failed, so that it is not tried over and over: each time it
// fails soon after it was tried, the pause before the next try is longer. Better levels
// are smaller.
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

// rose is called for a step to a better level.
func (b *bar) rose(now time.Time) { b.raise = now }

// fell is called for a step down from a level. The price is the link's, for bytes.
func (b *bar) fell(now time.Time, level int, price float64) {
	if b.raise.IsZero() || now.Sub(b.raise) > trial {
		b.pause = 0
		return // the level had held, so the link has changed
	}
	if !b.same(price) {
		b.pause = 0
	}
	b.pause = min(max(2*b.pause, shortestBar), b.longest)
	b.level, b.until, b.price = level, now.Add(b.pause), price
}

// forbids reports whether it is too early to try a level.
func (b *bar) forbids(now time.Time, level int, price float64) bool {
	return now.Before(b.until) && level <= b.level && b.same(price)
}

// On the link that a level failed on, the price of bytes stays within these factors. Where
// bytes are much cheaper or much dearer the link is another one, and the failure says
// nothing about it.
const (
	muchCheaper = 0.6
	muchDearer  = 3
)

// same reports whether the link is the one that the level failed on.
func (b *bar) same(price float64) bool {
	return price > muchCheaper*b.price && price < muchDearer*b.price
}

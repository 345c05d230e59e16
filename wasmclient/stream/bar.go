package stream

import "time"

// bar remembers a level that failed, so that it is not tried over and over: each time the level
// fails soon after it was tried, the pause before the next try is longer. Better levels are
// smaller numbers.
type bar struct {
	level   int           // the level that failed: it and better ones are barred
	until   time.Time     // end of the bar; zero for none
	pause   time.Duration // the last pause
	longest time.Duration // bound of pause
	price   float64       // price of bytes when the level failed, see sample.price
	raise   time.Time     // time of the last step up
}

const (
	shortestBar = 2 * time.Second
	trial       = 4 * time.Second // a level that was held for so long has not failed
)

// rose is called after a step to a better level.
func (b *bar) rose(now time.Time) { b.raise = now }

// fell is called after a step down from a level. price is the link's price of bytes.
func (b *bar) fell(now time.Time, level int, price float64) {
	if b.raise.IsZero() || now.Sub(b.raise) > trial {
		b.pause = 0
		return // the level was held for some time, so the link has changed
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

// While the link stays the same, its price of bytes stays within these factors. If bytes have
// become much cheaper or much more expensive, the link is a different one, and the failure says
// nothing about it.
const (
	muchCheaper = 0.6
	muchDearer  = 3
)

// same reports whether the link is still the one on which the level failed.
func (b *bar) same(price float64) bool {
	return price > muchCheaper*b.price && price < muchDearer*b.price
}

package browser

import "testing"

type cart struct{ id int }

func (c *cart) carries() int { return c.id }

func TestCarriersAreReused(t *testing.T) {
	made := 0
	all := carriers[*cart]{anew: func() *cart { made++; return new(cart) }}
	take := func(id int) *cart {
		one := all.take()
		one.id = id
		return one
	}
	one, two := take(1), take(2)
	if got, ok := all.find(2); !ok || got != two {
		t.Errorf("frame 2 is carried by %v, %v", got, ok)
	}
	all.end(one)
	if _, ok := all.find(1); ok {
		t.Error("a frame that is done is still carried")
	}
	if again := take(3); again != one || made != 2 {
		t.Errorf("%d were made for two frames at a time", made)
	}
	all.drop()
	if all.end(two); len(all.free) != 0 || len(all.busy) != 0 {
		t.Errorf("one that was dropped is back: %d free, %d busy", len(all.free), len(all.busy))
	}
	if _, ok := all.find(3); ok {
		t.Error("a frame that was dropped is carried")
	}
}

package sim

import (
	"math"
	"time"
)

// tick is simulated time, in units of 1/ticksPerSecond. A camera's interval is a whole number of
// them.
type tick int64

const (
	ticksPerSecond = 3000
	interval       = ticksPerSecond / 30 // of a camera
)

func ticks(d time.Duration) tick { return tick(math.Round(d.Seconds() * ticksPerSecond)) }

func (t tick) duration() time.Duration { return time.Duration(t) * time.Second / ticksPerSecond }

// action is what happens to a request.
type action uint8

const (
	received action = iota // the instance has the whole body
	served                 // the instance has answered
	shown                  // the viewer has the answer
)

type event struct {
	action  action
	request int32 // index of simulation.requests
}

// calendar holds the events of the next ticks, as a ring of one list for each tick. All times
// of the model are short, so that no heap is needed.
type calendar struct {
	now  tick
	ring [1 << 14][]event // 5 s
}

func (c *calendar) add(at tick, e event) {
	if at <= c.now || at-c.now >= tick(len(c.ring)) {
		panic("sim: an event outside of the calendar")
	}
	slot := &c.ring[at%tick(len(c.ring))]
	*slot = append(*slot, e)
}

// next starts a tick and returns its events, which are valid until the ring has gone round.
func (c *calendar) next() []event {
	c.now++
	slot := &c.ring[c.now%tick(len(c.ring))]
	events := *slot
	*slot = events[:0]
	return events
}

package admission

import (
	"cmp"
	"net/netip"
	"time"
)

// The time of the workers is shared out by start-time fair queueing (P. Goyal, H. M. Vin and
// H. Cheng, 1996), in two levels: among addresses, and among the viewers of an address. A
// flow is one that shares. Its tag is the virtual time at which its next frame starts: each
// frame moves it by the time that the frame has kept a worker, and the flow with the least
// tag is next. The clock of a level is the tag of the last frame that started; a flow that
// comes back from a pause goes on from there, and has saved nothing up.
type flow struct {
	tag    time.Duration
	turn   uint64        // of the frame that was served last, for equal tags: the longest ago first
	queued int           // frames that wait
	ahead  time.Duration // what these are expected to take
}

// client is an address and its viewers.
type client struct {
	flow
	running int
	clock   time.Duration
	viewers map[Viewer]*flow // those who have been served

	// fresh is the one flow of all viewers who have not been served yet, so that those who
	// change their names gain no more than one viewer's share by it.
	fresh flow
}

// clients is the level of the addresses.
type clients struct {
	clock       time.Duration
	turn        uint64
	all         map[netip.Addr]*client
	viewers     int // of all clients
	last, other sighting
}

// sighting is when a frame of a client came last.
type sighting struct {
	client *client
	at     time.Time
}

// maxFlows bounds how many addresses are remembered, and how many viewers. Beyond it those
// with no frames are forgotten, and count as new when they come back.
const maxFlows = 4096

func makeClients() clients { return clients{all: make(map[netip.Addr]*client)} }

// join notes that a frame waits.
func (c *clients) join(p *Pass) {
	from := c.all[p.who.Address]
	if from == nil {
		if len(c.all) >= maxFlows {
			c.forget()
		}
		from = &client{viewers: make(map[Viewer]*flow)}
		c.all[p.who.Address] = from
	}
	if c.last.client != from {
		c.other = c.last
	}
	c.last = sighting{from, p.began}

	p.client, p.viewer = from, from.viewers[p.who]
	if p.viewer == nil {
		p.viewer = &from.fresh
	}
	if from.idle() {
		from.tag = max(from.tag, c.clock)
	}
	if p.viewer.queued == 0 {
		p.viewer.tag = max(p.viewer.tag, from.clock)
	}
	p.client.add(p.work)
	p.viewer.add(p.work)
}

func (c *client) idle() bool { return c.queued == 0 && c.running == 0 }

func (f *flow) add(w Work) {
	f.queued++
	f.ahead += w.Time
}

func (f *flow) remove(w Work) {
	f.queued--
	f.ahead -= w.Time
}

// left notes that a frame no longer waits.
func (c *client) left(p *Pass) {
	c.remove(p.work)
	p.viewer.remove(p.work)
}

// others reports whether another client has sent a frame since then.
func (c *clients) others(than *client, since time.Time) bool {
	seen := c.last
	if seen.client == than {
		seen = c.other
	}
	return seen.client != nil && seen.at.After(since)
}

// precedes reports whether p is to be served before q.
func (p *Pass) precedes(q *Pass) bool {
	if p.client != q.client {
		return cmp.Or(p.client.compare(&q.client.flow), cmp.Compare(p.number, q.number)) < 0
	}
	if p.viewer != q.viewer {
		return cmp.Or(p.viewer.compare(q.viewer), cmp.Compare(p.number, q.number)) < 0
	}
	return p.number > q.number // the newer one
}

// compare returns less than 0 when f is to be served before g.
func (f *flow) compare(g *flow) int {
	return cmp.Or(cmp.Compare(f.tag, g.tag), cmp.Compare(f.turn, g.turn))
}

// serve notes that a frame starts, and expects it to take what was estimated.
func (c *clients) serve(p *Pass, waiting []*Pass) {
	c.turn++
	c.clock, p.client.clock = p.client.tag, p.viewer.tag
	p.client.running++
	for _, f := range []*flow{&p.client.flow, p.viewer} {
		f.tag += p.work.Time
		f.turn = c.turn
	}
	if p.viewer == &p.client.fresh {
		c.introduce(p, waiting)
	}
}

// introduce gives the viewer of a frame that is being served a flow of its own, to which its
// other frames move.
func (c *clients) introduce(p *Pass, waiting []*Pass) {
	if c.viewers >= maxFlows {
		c.forget()
	}
	c.viewers++
	own := &flow{tag: p.client.clock, turn: c.turn}
	p.client.viewers[p.who] = own
	for _, q := range waiting {
		if q.who == p.who {
			q.viewer.remove(q.work)
			own.add(q.work)
			q.viewer = own
		}
	}
}

// served notes how long a frame has kept its worker, and whether it was the last one of all.
func (c *clients) served(p *Pass, took time.Duration, idle bool) {
	p.client.running--
	p.client.tag += took - p.work.Time
	p.viewer.tag += took - p.work.Time
	if idle {
		c.clock = max(c.clock, p.client.tag)
	}
	if p.client.idle() {
		p.client.clock = max(p.client.clock, p.viewer.tag)
	}
}

// surplus is the index of the waiting frame to be dropped: the oldest one of the viewer who
// has used and asks most, at the address of which that is true.
func surplus(waiting []*Pass) int {
	worst := 0
	for i, p := range waiting {
		w := waiting[worst]
		if p.client != w.client && p.client.load() > w.client.load() ||
			p.client == w.client && p.viewer.load() > w.viewer.load() {
			worst = i
		}
	}
	return worst
}

// load is how far a flow is when all its frames have been served; each takes something.
func (f *flow) load() time.Duration {
	return f.tag + f.ahead + time.Duration(f.queued)*time.Millisecond
}

// forget drops the flows of those who have no frames.
func (c *clients) forget() {
	for address, from := range c.all {
		for who, v := range from.viewers {
			if v.queued == 0 {
				delete(from.viewers, who)
				c.viewers--
			}
		}
		if from.idle() {
			delete(c.all, address)
		}
	}
}

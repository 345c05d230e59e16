// Package admission decides which frame gets a worker next. Work on pixels keeps a CPU
// busy from start to end, so there are as many workers as CPUs and everybody else
// waits in a short queue. What is shared out fairly is the workers' time, among addresses
// first and then among the viewers of each (see flow.go); of a viewer the newest frame goes
// first, for there is no use for an old picture.
// A frame that has waited longer than its budget is refused as late, and one for which the
// queue has no room as busy: a client that learns so at once slows down, while one that is
// kept waiting falls seconds behind.
package admission

import (
	"context"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"time"

	"framepost/api/wire"
)

// Forever is the budget of a frame that has none.
const Forever time.Duration = math.MaxInt64

// Viewer identifies one stream of frames: by the address of its client, which nobody can
// make up, and within that by its connection, the address that a proxy names, and the name
// in its Frame-Id.
type Viewer struct {
	Address         netip.Addr
	Conn, Via, Name string
}

// Work is what a frame is expected to take. The zero Work is a small frame.
type Work struct {
	Time   time.Duration // of a worker
	Memory int           // bytes while it has the worker
}

// Gate admits frames to a fixed number of workers.
type Gate struct {
	workers int
	limit   int // of waiting
	memory  int // bytes for the frames with a worker

	mu      sync.Mutex
	number  uint64
	waiting []*Pass // oldest first
	running []*Pass
	// returning are frames that have stepped aside and want a worker again, see Pass.Aside.
	returning []*Pass
	held      int // bytes of the running frames that are counted
	clients   clients
	alarm     *time.Timer // for frames that wait though nobody comes or leaves; nil: none is set
}

// Pass is a frame's claim to a worker, and from Enter to Leave the worker.
type Pass struct {
	Waited    time.Duration // for the worker
	Returning time.Duration // the same, each time that the frame came back from Aside

	gate    *Gate
	client  *client
	viewer  *flow
	who     Viewer
	work    Work
	number  uint64     // counts frames as they come
	counted int        // bytes of held
	began   time.Time  // of waiting, then of running
	verdict chan error // nil in it: the worker is the frame's now; no channel: it was from the start
}

// New makes a gate with that many workers, 1 or more, room for queue waiting frames, and
// memory in bytes for the pictures that are being worked on; 0: as much as they take.
func New(workers, queue, memory int) *Gate {
	if memory == 0 {
		memory = math.MaxInt
	}
	return &Gate{workers: workers, limit: queue, memory: memory, clients: makeClients()}
}

// Enter waits for a worker; Leave must follow when the error is nil. It gives up with
// wire.Late when budget has passed, with wire.Busy when the queue is full of frames
// with a better claim, and with the context's error as soon as that has one.
func (g *Gate) Enter(ctx context.Context, v Viewer, w Work, budget time.Duration) (*Pass, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p := g.join(v, w)
	if p.verdict == nil {
		return p, nil
	}
	var err error
	start := time.Now()
	patience := time.NewTimer(budget)
	defer patience.Stop()

	select {
	case err = <-p.verdict:
		if err != nil {
			return nil, err
		}
		// Of several ready cases select takes any: look again at the other two.
		p.Waited = time.Since(start)
		if err = ctx.Err(); err == nil && p.Waited > budget {
			err = late(budget)
		}
		if err != nil {
			p.Leave()
			return nil, err
		}
		return p, nil
	case <-ctx.Done():
		err = ctx.Err()
	case <-patience.C:
		err = late(budget)
	}
	g.withdraw(p)
	return nil, err
}

// Leave returns the worker, which goes to the next frame.
func (p *Pass) Leave() {
	g := p.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	g.held -= p.counted
	g.stop(p, false)
}

// Load returns how many frames wait for a worker, and how many have one.
func (g *Gate) Load() (waiting, running int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.waiting), len(g.running)
}

// join returns a place in the queue, or, with no verdict to wait for, a worker.
func (g *Gate) join(v Viewer, w Work) *Pass {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.number++
	p := &Pass{gate: g, who: v, work: w, number: g.number, began: time.Now()}
	g.clients.join(p)
	g.waiting = append(g.waiting, p)
	g.dispatch()
	if slices.Contains(g.running, p) {
		return p
	}
	p.verdict = make(chan error, 1)
	if len(g.waiting) > g.limit {
		g.take(surplus(g.waiting)).verdict <- busy(g.limit)
	}
	return p
}

// withdraw takes p out of the queue. When a worker was given to it at that very
// moment, the worker goes to the next one.
func (g *Gate) withdraw(p *Pass) {
	g.mu.Lock()
	i := slices.Index(g.waiting, p)
	if i >= 0 {
		g.take(i)
	}
	g.mu.Unlock()
	if i < 0 && <-p.verdict == nil {
		p.Leave()
	}
}

// dispatch gives workers to frames while there are both.
func (g *Gate) dispatch() {
	now := time.Now()
	g.resume(now)
	for {
		best := -1
		for i, p := range g.waiting {
			if g.admits(p, now) && (best < 0 || p.precedes(g.waiting[best])) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		g.start(g.take(best), now)
	}
	if len(g.waiting)+len(g.returning) > 0 && g.alarm == nil {
		g.alarm = time.AfterFunc(slice, func() {
			g.mu.Lock()
			defer g.mu.Unlock()
			g.alarm = nil
			g.dispatch()
		})
	}
}

// start gives p a worker.
func (g *Gate) start(p *Pass, now time.Time) {
	p.began = now
	if p.counted == 0 && p.work.Memory > g.small() {
		p.counted = p.work.Memory
		g.held += p.counted
	}
	g.running = append(g.running, p)
	g.clients.serve(p, g.waiting)
	if p.verdict != nil {
		p.verdict <- nil
	}
}

// take takes a frame out of the queue.
func (g *Gate) take(i int) *Pass {
	p := g.waiting[i]
	g.waiting = slices.Delete(g.waiting, i, i+1)
	p.client.left(p)
	return p
}

func busy(limit int) error {
	return &wire.Error{Code: wire.Busy, Detail: "all workers are busy and the queue of " +
		strconv.Itoa(limit) + " has no room for this frame; send fewer at once"}
}

func late(budget time.Duration) error {
	return &wire.Error{Code: wire.Late, Detail: "the frame waited for a worker longer than its " +
		wire.HeaderFrameBudget + " of " + strconv.FormatInt(budget.Milliseconds(), 10) + " ms"}
}

// Package admission decides which frame gets a worker next. Work on pixels keeps a CPU
// busy from start to end, so there are as many workers as CPUs and everybody else
// waits in a short queue: of the viewer who was served longest ago, the newest frame
// goes first. Newest first, because a viewer has no use for an old picture; taking
// turns, because newest first alone would let whoever asks most often starve the rest.
// A frame that has waited longer than its budget is refused as late, and one for which the
// queue has no room as busy: a client that learns so at once slows down, while one that is
// kept waiting falls seconds behind.
package admission

import (
	"context"
	"math"
	"slices"
	"strconv"
	"sync"
	"time"

	"framepost/api/wire"
)

// Forever is the budget of a frame that has none.
const Forever time.Duration = math.MaxInt64

// maxViewers bounds how many viewers the gate remembers. Beyond it those with no frame in
// the queue are forgotten, and count as new when they come back, which costs them a turn.
const maxViewers = 256

// Viewer identifies one stream of frames, which takes turns with the others: by its
// connection, by the address that a proxy names, and by the name in its Frame-Id.
type Viewer struct {
	Conn, Via, Name string
}

// Gate admits frames to a fixed number of workers.
type Gate struct {
	mu      sync.Mutex
	idle    int       // workers without a frame
	limit   int       // of waiting
	waiting []*waiter // oldest first
	viewers map[Viewer]*viewer
	turn    uint64 // counts arrivals of viewers and frames served
	running int
}

// viewer is what the gate knows of a Viewer. A new one counts as served just now, so that
// nothing is gained by a new name.
type viewer struct {
	served  uint64 // the turn of the last frame
	waiting int    // frames in the queue
}

type waiter struct {
	of      *viewer
	verdict chan error // nil: the waiter has a worker now
}

// New makes a gate with that many workers, 1 or more, and room for queue waiting frames.
func New(workers, queue int) *Gate {
	return &Gate{idle: workers, limit: queue, viewers: make(map[Viewer]*viewer)}
}

// Enter waits for a worker; Leave must follow when the error is nil. It gives up with
// wire.Late when budget has passed, with wire.Busy when the queue is full of frames
// with a better claim, and with the context's error as soon as that has one.
func (g *Gate) Enter(ctx context.Context, v Viewer, budget time.Duration) (waited time.Duration, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	w, err := g.join(v)
	if w == nil {
		return 0, err
	}
	start := time.Now()
	patience := time.NewTimer(budget)
	defer patience.Stop()

	select {
	case err = <-w.verdict:
		if err != nil {
			return time.Since(start), err
		}
		// Of several ready cases select takes any: look again at the other two.
		waited = time.Since(start)
		if err = ctx.Err(); err == nil && waited > budget {
			err = late(budget)
		}
		if err != nil {
			g.Leave()
		}
		return waited, err
	case <-ctx.Done():
		err = ctx.Err()
	case <-patience.C:
		err = late(budget)
	}
	g.withdraw(w)
	return time.Since(start), err
}

// Leave returns the worker to the next frame.
func (g *Gate) Leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.running--
	if len(g.waiting) == 0 {
		g.idle++
		return
	}
	w := g.take(g.next())
	g.serve(w.of)
	w.verdict <- nil
}

// Load returns how many frames wait for a worker, and how many have one.
func (g *Gate) Load() (waiting, running int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.waiting), g.running
}

// join returns a place in the queue. Without one and without an error a worker was idle,
// and is the frame's now.
func (g *Gate) join(name Viewer) (*waiter, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	v := g.viewer(name)
	if g.idle > 0 {
		g.idle--
		g.serve(v)
		return nil, nil
	}
	if g.limit == 0 {
		return nil, busy(g.limit)
	}
	w := &waiter{of: v, verdict: make(chan error, 1)}
	g.waiting = append(g.waiting, w)
	v.waiting++
	if len(g.waiting) > g.limit {
		g.take(g.surplus()).verdict <- busy(g.limit)
	}
	return w, nil
}

// withdraw takes w out of the queue. When a worker was given to it at that very
// moment, the worker goes to the next one.
func (g *Gate) withdraw(w *waiter) {
	g.mu.Lock()
	i := slices.Index(g.waiting, w)
	if i >= 0 {
		g.take(i)
	}
	g.mu.Unlock()
	if i < 0 && <-w.verdict == nil {
		g.Leave()
	}
}

// next is the index of the newest frame of the viewer served longest ago. Turns differ
// between viewers, so equal ones are of the same viewer.
func (g *Gate) next() int {
	best := 0
	for i, w := range g.waiting {
		if w.of.served <= g.waiting[best].of.served {
			best = i
		}
	}
	return best
}

// surplus is the index of the oldest frame of the viewer with the most in the queue.
func (g *Gate) surplus() int {
	worst := 0
	for i, w := range g.waiting {
		if w.of.waiting > g.waiting[worst].of.waiting {
			worst = i
		}
	}
	return worst
}

func (g *Gate) take(i int) *waiter {
	w := g.waiting[i]
	g.waiting = slices.Delete(g.waiting, i, i+1)
	w.of.waiting--
	return w
}

func (g *Gate) serve(v *viewer) {
	g.turn++
	v.served = g.turn
	g.running++
}

func (g *Gate) viewer(name Viewer) *viewer {
	if v, known := g.viewers[name]; known {
		return v
	}
	if len(g.viewers) >= maxViewers {
		for other, v := range g.viewers {
			if v.waiting == 0 {
				delete(g.viewers, other)
			}
		}
	}
	g.turn++
	v := &viewer{served: g.turn}
	g.viewers[name] = v
	return v
}

func busy(limit int) error {
	return &wire.Error{Code: wire.Busy, Detail: "all workers are busy and the queue of " +
		strconv.Itoa(limit) + " has no room for this frame; send fewer at once"}
}

func late(budget time.Duration) error {
	return &wire.Error{Code: wire.Late, Detail: "the frame waited for a worker longer than its " +
		wire.HeaderFrameBudget + " of " + strconv.FormatInt(budget.Milliseconds(), 10) + " ms"}
}

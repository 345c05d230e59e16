package admission

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/wire"
)

// work is how long a worker is kept busy in these tests.
const work = 10 * time.Millisecond

// visitor enters, works and leaves, and notes what happened.
type visitor struct {
	name   string
	waited time.Duration
	err    error
}

// club is a gate with a record of who was served, in order.
type club struct {
	gate   *Gate
	served chan string
	all    []*visitor
}

func newClub(workers, queue int) *club {
	return &club{gate: New(workers, queue, 0), served: make(chan string, 1000)}
}

// send has a visitor come in now; it returns once they wait or work.
func (c *club) send(ctx context.Context, name string, v Viewer, budget time.Duration) *visitor {
	guest := &visitor{name: name}
	c.all = append(c.all, guest)
	go func() {
		came := time.Now()
		var pass *Pass
		pass, guest.err = c.gate.Enter(ctx, v, Work{}, budget)
		guest.waited = time.Since(came)
		if guest.err != nil {
			return
		}
		c.served <- name
		time.Sleep(work)
		pass.Leave()
	}()
	synctest.Wait()
	return guest
}

// order waits until nobody is left and returns the names of those who were served.
func (c *club) order(t *testing.T) []string {
	t.Helper()
	time.Sleep(time.Hour)
	synctest.Wait()
	if waiting, running := c.gate.Load(); waiting != 0 || running != 0 {
		t.Errorf("%d wait and %d run after everybody has left", waiting, running)
	}
	close(c.served)
	var names []string
	for name := range c.served {
		names = append(names, name)
	}
	return names
}

func code(err error) wire.Code {
	var e *wire.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func TestNewestFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClub(1, 8)
		for i := range 5 {
			c.send(t.Context(), fmt.Sprint(i), Viewer{}, Forever)
		}
		if got, want := c.order(t), []string{"0", "4", "3", "2", "1"}; !slices.Equal(got, want) {
			t.Errorf("served %v, want %v", got, want)
		}
		if got := c.all[4].waited; got != work {
			t.Errorf("the newest waited %v, want %v", got, work)
		}
	})
}

func TestFullQueueDropsTheOldestOfWhoHasMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClub(1, 3)
		greedy := Viewer{Conn: "greedy"}
		c.send(t.Context(), "working", greedy, Forever)
		other := c.send(t.Context(), "other", Viewer{Conn: "other"}, Forever)
		oldest := c.send(t.Context(), "oldest", greedy, Forever)
		c.send(t.Context(), "newer", greedy, Forever)
		c.send(t.Context(), "newest", greedy, Forever)
		if got, want := c.order(t), []string{"working", "newest", "other", "newer"}; !slices.Equal(got, want) {
			t.Errorf("served %v, want %v", got, want)
		}
		if code(oldest.err) != wire.Busy || oldest.waited != 0 {
			t.Errorf("the oldest got %v after %v, want busy at once", oldest.err, oldest.waited)
		}
		if other.err != nil {
			t.Errorf("the viewer with one frame lost it: %v", other.err)
		}
	})
}

func TestNoQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClub(2, 0)
		c.send(t.Context(), "a", Viewer{}, Forever)
		c.send(t.Context(), "b", Viewer{}, Forever)
		third := c.send(t.Context(), "c", Viewer{}, Forever)
		if code(third.err) != wire.Busy {
			t.Errorf("got %v, want busy", third.err)
		}
		if got := c.order(t); len(got) != 2 {
			t.Errorf("served %v, want a and b", got)
		}
	})
}

func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClub(1, 8)
		c.send(t.Context(), "working", Viewer{}, 0) // no wait, so no budget is needed
		patient := c.send(t.Context(), "patient", Viewer{}, 2*work)
		hasty := c.send(t.Context(), "hasty", Viewer{}, work/2)
		none := c.send(t.Context(), "none", Viewer{}, 0)
		if got, want := c.order(t), []string{"working", "patient"}; !slices.Equal(got, want) {
			t.Errorf("served %v, want %v", got, want)
		}
		if patient.err != nil || patient.waited != work {
			t.Errorf("patient waited %v: %v", patient.waited, patient.err)
		}
		for _, v := range []*visitor{hasty, none} {
			if code(v.err) != wire.Late {
				t.Errorf("%s got %v, want late", v.name, v.err)
			}
		}
		if hasty.waited != work/2 {
			t.Errorf("hasty was told after %v, want %v", hasty.waited, work/2)
		}
	})
}

func TestCancelledWaiterLeavesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClub(1, 8)
		ctx, cancel := context.WithCancel(t.Context())
		c.send(t.Context(), "working", Viewer{}, Forever)
		gone := c.send(ctx, "gone", Viewer{}, Forever)
		cancel()
		synctest.Wait()
		if !errors.Is(gone.err, context.Canceled) || gone.waited != 0 {
			t.Errorf("got %v after %v", gone.err, gone.waited)
		}
		if waiting, _ := c.gate.Load(); waiting != 0 {
			t.Errorf("%d still wait", waiting)
		}
		c.order(t)
	})
}

// Everything at the same instant: whichever case of the select wins, no worker is lost
// and nobody is served past budget or context.
func TestGrantMeetsTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for range 200 {
			c := newClub(1, 8)
			ctx, cancel := context.WithTimeout(t.Context(), work)
			c.send(t.Context(), "working", Viewer{}, Forever)
			c.send(ctx, "cancelled", Viewer{}, Forever)
			c.send(t.Context(), "late", Viewer{}, work-time.Nanosecond)
			time.Sleep(work)
			cancel()
			c.send(t.Context(), "after", Viewer{}, Forever)
			got := c.order(t)
			if slices.Contains(got, "late") || !slices.Contains(got, "after") {
				t.Fatalf("served %v", got)
			}
		}
	})
}

func TestViewersAreForgotten(t *testing.T) {
	gate := New(1, 1, 0)
	for i := range 3 * maxFlows {
		for _, v := range []Viewer{{Name: fmt.Sprint(i)}, {Address: netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)})}} {
			pass, err := gate.Enter(t.Context(), v, Work{}, Forever)
			if err != nil {
				t.Fatal(err)
			}
			pass.Leave()
		}
	}
	if c := gate.clients; c.viewers > maxFlows || len(c.all) > maxFlows {
		t.Errorf("%d viewers of %d addresses are remembered, want at most %d of each", c.viewers, len(c.all), maxFlows)
	}
}

func BenchmarkIdleWorker(b *testing.B) {
	gate := New(1, 1, 0)
	b.ReportAllocs()
	for b.Loop() {
		pass, err := gate.Enter(context.Background(), Viewer{Conn: "192.0.2.1:1234"}, Work{}, Forever)
		if err != nil {
			b.Fatal(err)
		}
		pass.Leave()
	}
}

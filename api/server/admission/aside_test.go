package admission

import (
	"context"
	"errors"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

func who(last byte) Viewer { return Viewer{Address: netip.AddrFrom4([4]byte{192, 0, 2, last})} }

// TestAside has a frame wait for 100 ms with the only worker of the gate: ten others of 10 ms use
// it meanwhile, and the frame comes back before one that has not begun.
func TestAside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := New(1, 20, 0)
		began := time.Now()
		p, err := g.Enter(t.Context(), who(1), Work{}, Forever)
		if err != nil {
			t.Fatal(err)
		}
		var order []string
		for range 12 {
			go func() {
				q, err := g.Enter(t.Context(), who(2), Work{}, Forever)
				if err != nil {
					t.Error(err)
					return
				}
				time.Sleep(10 * time.Millisecond)
				order = append(order, "other")
				q.Leave()
			}()
		}
		synctest.Wait()
		if err := p.Aside(t.Context(), func() { time.Sleep(95 * time.Millisecond) }); err != nil {
			t.Error(err)
		}
		if got := time.Since(began); got != 100*time.Millisecond || len(order) != 10 || p.Returning != 5*time.Millisecond {
			t.Errorf("it is back after %v, of which it waited %v, and %d others were served", got, p.Returning, len(order))
		}
		if _, running := g.Load(); running != 1 {
			t.Errorf("%d have the only worker", running)
		}
		p.Leave()
		time.Sleep(time.Second)
		if waiting, running := g.Load(); waiting != 0 || running != 0 || len(order) != 12 {
			t.Errorf("in the end %d wait, %d run and %d were served", waiting, running, len(order))
		}
	})
}

// TestAsideEnds ends the context of a frame that waits to come back: the worker and the memory are
// as they were.
func TestAsideEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := New(1, 20, 1000)
		ctx, cancel := context.WithCancel(t.Context())
		p, err := g.Enter(ctx, who(1), Work{Memory: 10}, Forever)
		if err != nil {
			t.Fatal(err)
		}
		var other *Pass
		err = p.Aside(ctx, func() {
			if g.held != 10 {
				t.Errorf("%d bytes are held while it is aside", g.held)
			}
			if other, err = g.Enter(t.Context(), who(2), Work{}, Forever); err != nil {
				t.Fatal(err)
			}
			time.AfterFunc(time.Millisecond, cancel)
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v", err)
		}
		p.Leave()
		if _, running := g.Load(); running != 1 || len(g.returning) != 0 || g.held != 0 {
			t.Errorf("%d run, %d come back, %d bytes are held", running, len(g.returning), g.held)
		}
		other.Leave()
		if _, err := g.Enter(t.Context(), who(3), Work{}, 0); err != nil {
			t.Errorf("the worker is not free: %v", err)
		}
	})
}

// TestAsideBesideLong checks that a frame comes back beside a long one of another address, as a new
// frame would start there.
func TestAsideBesideLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := New(1, 20, 0)
		p, _ := g.Enter(t.Context(), who(1), Work{}, Forever)
		err := p.Aside(t.Context(), func() {
			long, err := g.Enter(t.Context(), who(2), Work{}, Forever)
			if err != nil {
				t.Fatal(err)
			}
			time.AfterFunc(time.Hour, long.Leave)
		})
		if err != nil || p.Returning > 2*slice {
			t.Errorf("it came back after %v: %v", p.Returning, err)
		}
		p.Leave()
		time.Sleep(time.Hour)
	})
}

package admission

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestViewersTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClub(1, 16)
		greedy, modest := Viewer{Conn: "greedy"}, Viewer{Conn: "modest"}
		for i := range 6 {
			c.send(t.Context(), fmt.Sprint("greedy", i), greedy, Forever)
		}
		c.send(t.Context(), "modest0", modest, Forever)
		c.send(t.Context(), "modest1", modest, Forever)
		want := []string{"greedy0", "greedy5", "modest1", "greedy4", "modest0", "greedy3", "greedy2", "greedy1"}
		if got := c.order(t); !slices.Equal(got, want) {
			t.Errorf("served %v, want %v", got, want)
		}
	})
}

// Six viewers who each send the next frame when the last one is answered: with the
// newest first and no turns, two of them would get everything.
func TestFairShare(t *testing.T) {
	for _, window := range []int{1, 3} {
		t.Run(fmt.Sprint("window ", window), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const viewers, rounds = 6, 100
				gate := New(1, 32, 0)
				ctx, stop := context.WithCancel(t.Context())
				var served [viewers]int
				for v := range viewers {
					for range window {
						go func() {
							for {
								pass, err := gate.Enter(ctx, Viewer{Name: fmt.Sprint(v)}, Work{}, Forever)
								if err != nil {
									return
								}
								served[v]++
								time.Sleep(work)
								pass.Leave()
								time.Sleep(time.Millisecond)
							}
						}()
					}
				}
				time.Sleep(viewers * rounds * work)
				stop()
				time.Sleep(time.Second)
				synctest.Wait()
				if low, high := slices.Min(served[:]), slices.Max(served[:]); low < rounds*8/10 || high > rounds*12/10 {
					t.Errorf("served %v, want %d each", served, rounds)
				}
			})
		})
	}
}

// New names must not buy turns from those who have been served before.
func TestNewNamesGainNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClub(1, 16)
		c.send(t.Context(), "regular", Viewer{Name: "regular"}, Forever)
		for i := range 5 {
			c.send(t.Context(), fmt.Sprint("crowd", i), Viewer{Name: fmt.Sprint(i)}, Forever)
		}
		c.send(t.Context(), "again", Viewer{Name: "regular"}, Forever)
		if got := c.order(t); got[1] != "again" {
			t.Errorf("served %v, want again second", got)
		}
	})
}

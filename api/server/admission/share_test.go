package admission

import (
	"context"
	"fmt"
	"net/netip"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/wire"
)

// at returns an address.
func at(i int) netip.Addr { return netip.AddrFrom4([4]byte{192, 0, 2, byte(i)}) }

// tally is what a crowd has got.
type tally struct{ sent, served, refused atomic.Int64 }

func (t *tally) String() string {
	return fmt.Sprintf("%d of %d served, %d refused", t.served.Load(), t.sent.Load(), t.refused.Load())
}

// flood has senders of an address send frames that each take a worker for so long, the next
// as soon as the last is served or, a moment later, refused; name names the viewer of each.
func flood(ctx context.Context, gate *Gate, address netip.Addr, senders int, takes time.Duration, name func(n int) string) *tally {
	got := new(tally)
	for range senders {
		go func() {
			for ctx.Err() == nil {
				viewer := Viewer{Address: address, Name: name(int(got.sent.Add(1)))}
				pass, err := gate.Enter(ctx, viewer, Work{Time: takes}, Forever)
				if err != nil {
					got.refused.Add(1)
					time.Sleep(10 * time.Millisecond)
					continue
				}
				time.Sleep(takes)
				got.served.Add(1)
				pass.Leave()
			}
		}()
	}
	return got
}

// watch sends a frame of 5 ms 30 times a second, as a viewer does, for some seconds, and
// returns how many of them were not answered and the longest wait.
func watch(t *testing.T, gate *Gate, v Viewer, seconds int) (lost int, longest time.Duration) {
	for range 30 * seconds {
		began := time.Now()
		pass, err := gate.Enter(t.Context(), v, Work{Time: 5 * time.Millisecond}, 100*time.Millisecond)
		if err == nil {
			time.Sleep(5 * time.Millisecond)
			pass.Leave()
			longest = max(longest, pass.Waited)
		} else {
			lost++
		}
		time.Sleep(time.Second/30 - time.Since(began))
	}
	return lost, longest
}

// Whatever another address sends, under whatever names, a viewer gets its frames.
func TestViewerAmongCostlyFrames(t *testing.T) {
	random := func(n int) string { return fmt.Sprint(n) }
	same := func(int) string { return "" }
	for _, test := range []struct {
		name    string
		workers int
		takes   time.Duration
		names   func(int) string
	}{
		{"costly", 2, time.Second, same},
		{"costly, one worker", 1, time.Second, same},
		{"costly, random names", 2, time.Second, random},
		{"costly, random names, one worker", 1, time.Second, random},
		{"cheap, random names", 2, 5 * time.Millisecond, random},
		{"cheap, random names, one worker", 1, 5 * time.Millisecond, random},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				gate := New(test.workers, 16, 0)
				ctx, stop := context.WithCancel(t.Context())
				attack := flood(ctx, gate, at(1), 40, test.takes, test.names)
				time.Sleep(time.Second)
				lost, longest := watch(t, gate, Viewer{Address: at(2)}, 2)
				if lost > 0 {
					t.Errorf("the viewer lost %d frames", lost)
				}
				if longest > slice {
					t.Errorf("a frame waited %v", longest)
				}
				if attack.served.Load() == 0 || attack.refused.Load() == 0 {
					t.Errorf("the attack got %v", attack)
				}
				stop()
				time.Sleep(time.Minute)
			})
		})
	}
}

// Two addresses that both want more than there is get the same time, not the same frames.
func TestTimeIsShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := New(1, 16, 0)
		ctx, stop := context.WithCancel(t.Context())
		same := func(int) string { return "" }
		quick := flood(ctx, gate, at(1), 4, 2*time.Millisecond, same)
		slow := flood(ctx, gate, at(2), 4, 10*time.Millisecond, same)
		time.Sleep(10 * time.Second)
		slowly, quickly := float64(slow.served.Load())*10, float64(quick.served.Load())*2
		if share := slowly / (slowly + quickly); share < 0.45 || share > 0.55 {
			t.Errorf("the slow one has %.2f of the time: %v; %v", share, slow, quick)
		}
		stop()
		time.Sleep(time.Minute)
	})
}

// When the queue overflows, a frame of the address that has used most goes, not the oldest.
func TestOverflowHitsTheHeaviest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := New(1, 3, 0)
		failed := make(chan string, 9)
		send := func(name string, address int, takes time.Duration) {
			go func() {
				pass, err := gate.Enter(t.Context(), Viewer{Address: at(address)}, Work{Time: takes}, Forever)
				if err != nil {
					failed <- name + " " + string(code(err))
					return
				}
				time.Sleep(takes)
				pass.Leave()
			}()
			synctest.Wait()
		}
		send("heavy, working", 1, time.Second)
		send("light, first", 2, work)
		send("heavy, waiting", 1, time.Second)
		send("light, second", 2, work)
		send("light, third", 2, work)
		if len(failed) != 1 {
			t.Fatalf("%d are refused", len(failed))
		}
		if got, want := <-failed, "heavy, waiting "+string(wire.Busy); got != want {
			t.Errorf("refused is %s, want %s", got, want)
		}
		time.Sleep(time.Minute)
	})
}

// An address that was not there has saved nothing up, and one that was alone owes nothing.
func TestPauseSavesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := New(1, 16, 0)
		same := func(int) string { return "" }
		ctx, stop := context.WithCancel(t.Context())
		flood(ctx, gate, at(1), 1, work, same)
		time.Sleep(10 * time.Second) // alone
		other := flood(ctx, gate, at(2), 1, work, same)
		time.Sleep(time.Second)
		if served := other.served.Load(); served < 40 || served > 60 {
			t.Errorf("the new one was served %d times of 100 in the first second", served)
		}
		stop()
		time.Sleep(time.Minute)
	})
}

// Three times as many frames as there is time for: the workers are never idle, and the
// refusals come at once.
func TestOverload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := New(2, 16, 0)
		var got tally
		const seconds = 5
		for n := range 3 * 2 * seconds * int(time.Second/work) {
			go func() {
				began := time.Now()
				pass, err := gate.Enter(t.Context(), Viewer{Address: at(n % 7), Name: fmt.Sprint(n % 50)}, Work{Time: work}, Forever)
				if err != nil {
					got.refused.Add(1)
					if waited := time.Since(began); waited > time.Second {
						t.Errorf("refused after %v", waited)
					}
					return
				}
				time.Sleep(work)
				got.served.Add(1)
				pass.Leave()
			}()
			time.Sleep(work / 6)
		}
		synctest.Wait()
		capacity := 2 * seconds * int(time.Second/work)
		if int(got.served.Load()) < capacity*95/100 {
			t.Errorf("of %d that there was time for: %v", capacity, &got)
		}
		time.Sleep(time.Minute)
	})
}

// Large pictures take turns where small ones pass them.
func TestMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := New(2, 16, 160)
		done := make(chan string, 10)
		clients := 0
		send := func(name string, memory int) {
			clients++
			address := at(clients)
			go func() {
				pass, err := gate.Enter(t.Context(), Viewer{Address: address}, Work{Memory: memory}, Forever)
				if err != nil {
					t.Error(err)
					return
				}
				done <- name
				time.Sleep(work)
				pass.Leave()
			}()
			synctest.Wait()
		}
		send("large", 100)
		send("larger than all", 1000) // it has to be alone
		send("medium", 40)            // behind it, or that would never come
		send("small", 10)
		time.Sleep(work / 2)
		for _, want := range []string{"large", "small"} {
			if got := <-done; got != want {
				t.Errorf("%s has a worker, want %s", got, want)
			}
		}
		if len(done) != 0 {
			t.Errorf("%s has one too", <-done)
		}
		time.Sleep(time.Minute)
		if len(done) != 2 {
			t.Errorf("%d of the others were served", len(done))
		}
	})
}

package load

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/wire"
)

// Each viewer's frames are due at its rate, and the viewers take turns.
func TestSend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var mu sync.Mutex
		due := make(map[int][]time.Duration)
		run := New(Load{Viewers: 2, Rate: 5, Duration: time.Second}, func(_ context.Context, viewer int) error {
			mu.Lock()
			due[viewer] = append(due[viewer], time.Since(began))
			mu.Unlock()
			time.Sleep(30 * time.Millisecond)
			return nil
		})
		run.Send(t.Context())
		for viewer, want := range [][]time.Duration{{0, 200, 400, 600, 800}, {100, 300, 500, 700, 900}} {
			for i := range want {
				want[i] *= time.Millisecond
			}
			if !slices.Equal(due[viewer], want) {
				t.Errorf("the frames of viewer %d are sent at %v", viewer, due[viewer])
			}
		}
		got := run.Report()
		if got.Answered != 10 || got.Missed != 0 || len(got.Refused) != 0 || got.Seconds != 0.93 || got.Latency.P50 != 30 || got.Latency.Max != 30 {
			t.Errorf("%+v, %+v", got, got.Latency)
		}
	})
}

// Where answers take too long frames are missed, and a viewer has no more than a few under
// way. What was late to be sent was late to be answered.
func TestSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		under, most := 0, 0
		var mu sync.Mutex
		run := New(Load{Viewers: 1, Rate: 10, Duration: 2 * time.Second}, func(context.Context, int) error {
			mu.Lock()
			under++
			most = max(most, under)
			mu.Unlock()
			time.Sleep(950 * time.Millisecond)
			mu.Lock()
			under--
			mu.Unlock()
			return nil
		})
		run.Send(t.Context())
		// Of every ten frames the first four are sent, and the others find four under way.
		if answered, refused, missed := run.Sofar(); answered != 8 || refused != 0 || missed != 12 || most != window {
			t.Errorf("%d answered, %d refused, %d missed, %d at once", answered, refused, missed, most)
		}
	})
}

func TestRefusals(t *testing.T) {
	n := 0
	busy := &wire.Error{Code: wire.Busy, Detail: "the queue is full"}
	broken := errors.New("connection refused")
	synctest.Test(t, func(t *testing.T) {
		run := New(Load{Viewers: 1, Rate: 10, Duration: time.Second}, func(context.Context, int) error {
			n++
			return []error{nil, busy, broken, busy, nil}[n%5]
		})
		run.Send(t.Context())
		want := []Refusal{{wire.Busy, 4, busy.Detail}, {NoAnswer, 2, broken.Error()}}
		if got := run.Report(); got.Answered != 4 || !slices.Equal(got.Refused, want) {
			t.Errorf("%+v", got)
		}
	})
}

// Frames that are under way at Ctrl-C are neither answered nor refused.
func TestInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 550*time.Millisecond)
		defer cancel()
		run := New(Load{Viewers: 1, Rate: 10, Duration: time.Minute}, func(ctx context.Context, _ int) error {
			select {
			case <-time.After(80 * time.Millisecond):
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		run.Send(ctx)
		if got := run.Report(); got.Answered != 5 || len(got.Refused) != 0 || got.Seconds != 0.55 {
			t.Errorf("%+v", got)
		}
	})
}

func TestValidate(t *testing.T) {
	good := Load{Viewers: 1, Rate: 30, Duration: time.Second}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for _, bad := range []Load{
		{0, 30, time.Second}, {MaxViewers + 1, 1, time.Second}, {1, 0, time.Second}, {1, MaxRate + 1, time.Second},
		{1, 30, 0}, {1, 30, MaxDuration + 1}, {MaxViewers, MaxRate, MaxDuration},
	} {
		if bad.Validate() == nil {
			t.Errorf("%+v passes", bad)
		}
	}
}

package server

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// A frame yields once in a turn, and not at each question, and it sees its context end.
func TestFramesYield(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // so that who yields is who lets others run
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		work := newYielding(ctx)
		var ran atomic.Bool
		go ran.Store(true)
		if err := work.Err(); err != nil || ran.Load() {
			t.Errorf("within the turn: %v, others have run: %v", err, ran.Load())
		}
		work.began = work.began.Add(-turn) // time stands still while the frame is worked on
		if err := work.Err(); err != nil || !ran.Load() {
			t.Errorf("after the turn: %v, others have run: %v", err, ran.Load())
		}
		cancel()
		if err := work.Err(); !errors.Is(err, context.Canceled) {
			t.Errorf("the context has ended: %v", err)
		}
	})
}

// BenchmarkYielding is what a question costs, of which a frame asks some hundred.
func BenchmarkYielding(b *testing.B) {
	work := newYielding(b.Context())
	b.ReportAllocs()
	for b.Loop() {
		if err := work.Err(); err != nil {
			b.Fatal(err)
		}
	}
}

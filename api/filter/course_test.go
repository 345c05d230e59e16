package filter_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/filter"
	"framepost/api/filter/filtertest"
	"framepost/api/frame"
	"framepost/api/wire"
)

// costly is a registry with an operation that declares 1 s for each pixel, and notes that
// it was called.
func costly(t *testing.T, called *bool) *filter.Registry {
	return with(t, filter.Filter{
		Op:   wire.Op{Name: "costly", Group: "tone", Doc: "."},
		Cost: 1e9,
		Work: filter.Planes(func(filter.Args, *frame.Frame) { *called = true }),
	})
}

func TestCourse(t *testing.T) {
	r := costly(t, new(bool))
	for ops, want := range map[string]struct {
		w, h    int
		seconds time.Duration // of the operation that declares them
	}{
		"": {40, 30, 0}, "mirror,resize:20": {20, 15, 0}, "resize:20,costly": {20, 15, 300},
		"costly,resize:20,rotate:90": {15, 20, 1200}, "costly,costly": {40, 30, 2400},
	} {
		chain, err := r.Parse(ops)
		if err != nil {
			t.Fatal(err)
		}
		got := chain.Course(40, 30, 40*30, frame.Upright)
		if got.W != want.w || got.H != want.h || got.Time.Truncate(time.Second) != want.seconds*time.Second {
			t.Errorf("%q: %dx%d in %v, want %dx%d in %d s", ops, got.W, got.H, got.Time, want.w, want.h, want.seconds)
		}
	}
	turned, err := r.Parse("costly")
	if err != nil {
		t.Fatal(err)
	}
	if got := turned.Course(40, 30, 40*30, frame.Rotate90); got.W != 30 || got.H != 40 || got.Memory == 0 {
		t.Errorf("turned: %+v", got)
	}
}

// A pass that would end long after the deadline is not begun.
func TestNothingBeginsThatCannotEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for allowed, want := range map[time.Duration]bool{ // for a pass of 4 s
			10 * time.Second: true, 4 * time.Second: true, 3700 * time.Millisecond: true, 3500 * time.Millisecond: false,
		} {
			called := false
			chain, err := costly(t, &called).Parse("costly")
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), allowed)
			err = chain.Run(ctx, filtertest.Grey([]byte{1, 2, 3, 4}), filter.Metadata{}, 100)
			cancel()
			if called != want || want != (err == nil) || !want && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("with %v for 4 s: called %v, %v", allowed, called, err)
			}
		}
	})
}

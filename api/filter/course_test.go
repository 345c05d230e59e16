package filter_test

import (
	"testing"
	"time"

	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/wire"
)

// costly is a registry with an operation that declares 1 s for each pixel.
func costly(t *testing.T) *filter.Registry {
	return with(t, filter.Filter{
		Op:   wire.Op{Name: "costly", Group: "tone", Doc: "."},
		Cost: 1e9,
		Work: filter.Planes(func(filter.Args, *frame.Frame) {}),
	})
}

func TestCourse(t *testing.T) {
	r := costly(t)
	for ops, want := range map[string]struct {
		w, h    int
		seconds time.Duration // of the operation that declares them
	}{
		"": {40, 30, 0}, "mirror,resize:20": {20, 15, 0}, "resize:20,costly": {20, 15, 300},
		"costly,resize:20,rotate:90": {15, 20, 1200}, "costly,costly": {40, 30, 2400},
		"resize:10:10:cover:gravity=energy,costly": {10, 10, 100}, "mirror,resize:20:20:cover:gravity=energy,costly": {20, 20, 400},
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

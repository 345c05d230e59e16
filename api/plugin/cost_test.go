package plugin

import (
	"testing"
	"time"
)

func TestCost(t *testing.T) {
	var c cost
	for _, step := range []struct {
		took   time.Duration
		pixels int
		want   float64
	}{
		{200 * time.Microsecond, 1000, 200},
		{100 * time.Millisecond, 1000, 100_000},
		{0, 1000, 93_750},
		{0, 0, 87_890.625},
	} {
		if c.note(step.took, step.pixels); c.value() != step.want {
			t.Errorf("after %v for %d px it is %v, want %v", step.took, step.pixels, c.value(), step.want)
		}
	}
}

// A frame for a module that has taken all of its time is expected to take as much again.
func TestCostOfAnEndlessModule(t *testing.T) {
	l := library(t, map[string][]byte{"a": module(described, endless)})
	l.Modules[0].limit = 100 * time.Millisecond
	chain := parse(t, l, "negative")
	if err := chain.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	const w, h = 64, 48
	before := chain.Course(w, h, w*h, 0).Time
	fails(t, t.Context(), chain)
	after := chain.Course(w, h, w*h, 0).Time
	if before > 10*time.Millisecond || after < 100*time.Millisecond {
		t.Errorf("a frame is expected to take %v, and then %v", before, after)
	}
}

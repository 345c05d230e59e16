package plugin

import (
	"testing"
	"time"
)

func TestCost(t *testing.T) {
	var c cost
	if got := c.of(1000); got != unknown {
		t.Errorf("at first it is %v", got)
	}
	for _, step := range []struct {
		took   time.Duration
		pixels int
		want   time.Duration // of 1000 px
	}{
		{200 * time.Microsecond, 1000, 200 * time.Microsecond},
		{100 * time.Millisecond, 1000, 100 * time.Millisecond},
		{0, 1000, 93_750 * time.Microsecond},
		{0, 0, 87_890_625},
	} {
		if c.note(step.took, step.pixels); c.of(1000) != step.want {
			t.Errorf("after %v for %d px it is %v, want %v", step.took, step.pixels, c.of(1000), step.want)
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
	fails(t, t.Context(), chain)
	if expected := chain.Course(w, h, w*h, 0).Time; expected < l.Modules[0].limit {
		t.Errorf("a frame is expected to take %v", expected)
	}
}

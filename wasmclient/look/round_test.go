package look

import (
	"fmt"
	"testing"
	"time"
)

// turns calls Next four times a second and returns the presets that had a turn; a star marks a
// new picture.
func turns(r *Round, from time.Time, d time.Duration) (who string, last time.Time) {
	for now := from; now.Sub(from) < d; now = now.Add(250 * time.Millisecond) {
		if preset, first, ok := r.Next(now); ok {
			star := ""
			if first {
				star = "*"
			}
			who += fmt.Sprintf("%s%d@%v ", star, preset, now.Sub(from).Seconds())
		}
		last = now
	}
	return who, last.Add(250 * time.Millisecond)
}

func TestRound(t *testing.T) {
	r := Round{Turn: PresetTurn}
	now := time.Unix(1000, 0)
	expect := func(what string, d time.Duration, want string) {
		t.Helper()
		var got string
		if got, now = turns(&r, now, d); got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	expect("without presets", 30*time.Second, "")
	r.Begin(5)
	expect("with none of them on the screen", 30*time.Second, "")
	for _, i := range []int{0, 2, 3} {
		r.See(i, true)
	}
	r.See(-1, true)
	r.See(5, true)
	expect("those on the screen, one a second", 10*time.Second, "*0@0 2@1 3@2 ")
	r.See(4, true)
	expect("one that comes into sight has the same picture", 10*time.Second, "4@0 ")
	r.See(2, false)
	expect("after a pause another round", 30*time.Second, "*0@10 3@11 4@12 ")
	r.Renew()
	expect("another source is shown at once", 1250*time.Millisecond, "*0@0 3@1 ")
	r.End()
	expect("what is left is left out", 20*time.Second, "*0@19.75 ")
	r.See(0, false)
	r.See(3, false)
	r.See(4, false)
	expect("none is in sight any more", 60*time.Second, "")
}

func TestRoundsHaveTheirTurn(t *testing.T) {
	for turn, want := range map[time.Duration]string{PresetTurn: "*0@0 1@1 2@2 ", OpTurn: "*0@0 1@0.25 2@0.5 3@0.75 "} {
		r := Round{Turn: turn}
		r.Begin(4)
		for i := range 4 {
			r.See(i, true)
		}
		if got, _ := turns(&r, time.Unix(1000, 0), 3*time.Second); got != want {
			t.Errorf("with a turn of %v: %q, want %q", turn, got, want)
		}
	}
}

func TestPreviewScale(t *testing.T) {
	c := catalogue()
	for chain, want := range map[string]int{"resize:700,mirror": 25, "resize:480:480:cover": 25, "gray": 100, "mirror,resize:700": 100, "": 100, "Gray": 100} {
		if got := c.PreviewScale(chain); got != want {
			t.Errorf("%d %% of %q, want %d", got, chain, want)
		}
	}
}

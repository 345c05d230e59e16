package browser

import (
	"math"
	"testing"
)

func TestLag(t *testing.T) {
	var l lag
	const origin = 1_250_000 // ms between the clocks
	for i, delay := range []float64{9, 4, 12, 3, 3, 30} {
		now := float64(1000 + 33*i)
		least := []float64{9, 4, 4, 3, 3, 3}[i]
		got := l.captured(now-delay+origin, now)
		if want := now - (delay - least); math.Abs(got-want) > 0.02 {
			t.Errorf("frame %d, %v ms late: captured at %v, want %v", i, delay, got, want)
		}
		if got > now {
			t.Errorf("frame %d is from the future", i)
		}
	}
}

// Clocks that drift apart by 40 ppm for an hour must not make frames look older.
func TestLagFollowsDrift(t *testing.T) {
	for _, ppm := range []float64{-40, 40} {
		var l lag
		for i := range 30 * 3600 {
			now := float64(i) * 1000 / 30
			timestamp := now * (1 + ppm/1e6)
			if age := now - l.captured(timestamp, now); age < 0 || age > 0.1 {
				t.Fatalf("%v ppm, after %.0f s: a frame without delay seems %v ms old", ppm, now/1000, age)
			}
		}
	}
}

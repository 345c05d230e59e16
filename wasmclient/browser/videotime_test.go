package browser

import (
	"math"
	"testing"
)

func TestVideoTime(t *testing.T) {
	for seconds, want := range map[float64]string{
		0: "0:00", 0.99: "0:00", 9: "0:09", 65.5: "1:05", 600: "10:00", 3599: "59:59", 3605: "1:00:05", 45296: "12:34:56",
		-1: "0:00", math.Inf(1): "0:00", math.NaN(): "0:00",
	} {
		if got := VideoTime(seconds); got != want {
			t.Errorf("%v s are %s, want %s", seconds, got, want)
		}
	}
}

package load

import (
	"slices"
	"strings"
	"testing"
	"time"

	"framepost/api/wire"
)

func TestLatency(t *testing.T) {
	var times []time.Duration
	for n := 100; n >= 1; n-- {
		times = append(times, time.Duration(n)*time.Millisecond)
	}
	got := latencyOf(times)
	if got.P50 != 50 || got.P90 != 90 || got.P95 != 95 || got.P99 != 99 || got.Max != 100 {
		t.Errorf("%+v", got)
	}
	if want := []Bucket{{1, 1}, {2, 1}, {5, 3}, {10, 5}, {20, 10}, {50, 30}, {100, 50}}; !slices.Equal(got.Histogram, want) {
		t.Errorf("%v", got.Histogram)
	}
	if one := latencyOf([]time.Duration{time.Microsecond}); one.P50 != 0.001 || one.P99 != 0.001 {
		t.Errorf("of one: %+v", one)
	}
}

// The buckets begin with the first that has any, and those between are there.
func TestHistogram(t *testing.T) {
	got := histogram([]time.Duration{20*time.Millisecond + 1})
	if want := []Bucket{{50, 1}}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	got = histogram([]time.Duration{20 * time.Millisecond, 20*time.Millisecond + 1, 600 * time.Millisecond})
	if want := []Bucket{{20, 1}, {50, 1}, {100, 0}, {200, 0}, {500, 0}, {1000, 1}}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestWrite(t *testing.T) {
	var b strings.Builder
	report := Report{
		Viewers: 2, Rate: 15, Seconds: 10, Answered: 4, Goodput: 0.4, Missed: 1, Refused: []Refusal{{wire.Busy, 3, "the queue is full"}},
		Latency: latencyOf([]time.Duration{time.Millisecond, time.Millisecond, time.Millisecond, 7 * time.Millisecond}),
	}
	if err := report.Write(&b); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"viewers 2 15 frames a second each, for 10.0 s", "due 8", "answered 4 0.4 a second", "missed 1 not sent: 4 of the viewer were under way",
		"busy 3 the queue is full", "latency p50 1.0 ms", "max 7.0 ms", "to 2 ms 0", "to 10 ms 1 " + strings.Repeat("#", 13),
	} {
		if !slices.ContainsFunc(strings.Split(b.String(), "\n"), func(l string) bool { return strings.Join(strings.Fields(l), " ") == line }) {
			t.Errorf("there is no line %q:\n%s", line, &b)
		}
	}
}

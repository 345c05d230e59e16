package load

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"framepost/api/wire"
)

// Report is what a Run has measured. Times are in ms, but for Seconds.
type Report struct {
	Viewers  int       `json:"viewers"`
	Rate     int       `json:"rate"` // frames a second of each viewer
	Seconds  float64   `json:"seconds"`
	Answered int       `json:"answered"`
	Goodput  float64   `json:"goodput"` // frames answered in a second
	Missed   int       `json:"missed"`  // frames not sent, since others of the viewer were under way
	Refused  []Refusal `json:"refused"` // most frequent first
	Latency  *Latency  `json:"latency_ms,omitempty"`
}

// Refusal is why frames were not answered.
type Refusal struct {
	Code    wire.Code `json:"code"`
	Count   int       `json:"count"`
	Example string    `json:"example"` // what was said of the first
}

// Latency is how long answers took, from when their frames were due.
type Latency struct {
	P50       float64  `json:"p50"`
	P90       float64  `json:"p90"`
	P95       float64  `json:"p95"`
	P99       float64  `json:"p99"`
	Max       float64  `json:"max"`
	Histogram []Bucket `json:"histogram"`
}

// Bucket counts the answers that took up to a time, and more than the bucket before has.
type Bucket struct {
	UpTo  float64 `json:"up_to"`
	Count int     `json:"count"`
}

// Report returns what was measured. It may be called when Send has returned.
func (r *Run) Report() Report {
	report := Report{
		Viewers: r.load.Viewers, Rate: r.load.Rate, Seconds: r.elapsed.Seconds(),
		Answered: len(r.latencies), Missed: int(r.missed.Load()), Refused: []Refusal{},
	}
	if report.Seconds > 0 {
		report.Goodput = float64(report.Answered) / report.Seconds
	}
	for _, refusal := range r.refusals {
		report.Refused = append(report.Refused, *refusal)
	}
	slices.SortFunc(report.Refused, func(a, b Refusal) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(string(a.Code), string(b.Code))
	})
	if report.Answered > 0 {
		report.Latency = latencyOf(r.latencies)
	}
	return report
}

// latencyOf sorts the times, of which there is at least one.
func latencyOf(times []time.Duration) *Latency {
	slices.Sort(times)
	return &Latency{
		P50: ms(quantile(times, 0.5)), P90: ms(quantile(times, 0.9)), P95: ms(quantile(times, 0.95)),
		P99: ms(quantile(times, 0.99)), Max: ms(times[len(times)-1]), Histogram: histogram(times),
	}
}

// quantile returns the least of the sorted times that a share of them does not exceed: the
// nearest rank.
func quantile(times []time.Duration, share float64) time.Duration {
	return times[int(math.Ceil(share*float64(len(times))))-1]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// histogram counts sorted times in buckets of 1, 2, 5, 10, 20, 50 … ms, from the first that has
// any to the last.
func histogram(times []time.Duration) (buckets []Bucket) {
	steps := [3]time.Duration{2, 5, 10}
	limit, decade := time.Millisecond, time.Millisecond
	for i, done := 0, 0; done < len(times); i++ {
		upTo, _ := slices.BinarySearch(times, limit+1) // where the times above the limit begin
		if upTo > 0 {
			buckets = append(buckets, Bucket{ms(limit), upTo - done})
		}
		done = upTo
		limit = decade * steps[i%3]
		if i%3 == 2 {
			decade = limit
		}
	}
	return buckets
}

// Write writes the report for people.
func (r Report) Write(w io.Writer) error {
	due := r.Answered + r.Missed
	for _, refusal := range r.Refused {
		due += refusal.Count
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "viewers\t%d\t%d frames a second each, for %.1f s\n\n", r.Viewers, r.Rate, r.Seconds)
	fmt.Fprintf(t, "due\t%d\n", due)
	fmt.Fprintf(t, "answered\t%d\t%.1f a second\n", r.Answered, r.Goodput)
	fmt.Fprintf(t, "missed\t%d\tnot sent: %d of the viewer were under way\n", r.Missed, window)
	for _, refusal := range r.Refused {
		fmt.Fprintf(t, "%s\t%d\t%s\n", refusal.Code, refusal.Count, refusal.Example)
	}
	if l := r.Latency; l != nil {
		fmt.Fprintf(t, "\nlatency\tp50\t%.1f ms\n\tp90\t%.1f ms\n\tp95\t%.1f ms\n\tp99\t%.1f ms\n\tmax\t%.1f ms\n\n", l.P50, l.P90, l.P95, l.P99, l.Max)
		for _, bucket := range l.Histogram {
			const width = 50
			share := float64(bucket.Count) / float64(r.Answered)
			fmt.Fprintf(t, "to %g ms\t%d\t%s\n", bucket.UpTo, bucket.Count, strings.Repeat("#", int(math.Ceil(width*share))))
		}
	}
	return t.Flush()
}

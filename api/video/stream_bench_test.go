package video

import (
	"bytes"
	"io"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"framepost/api/pipeline"
)

// BenchmarkRun compares a stream with the pipeline alone, which as many workers call with
// pictures that are in memory. The two take turns. "speed" is the median of the stream's,
// where the pipeline's is 1.
func BenchmarkRun(b *testing.B) {
	p, job := realJob(b)
	frames, stream := film(100)
	o := options()
	o.Job, o.MaxBytes, o.Workers = job, 1<<20, runtime.GOMAXPROCS(0)
	raw := func() { processAll(b, p, job, o.Workers, frames) }
	streamed := func() {
		if err := New(p, o).Run(b.Context(), bytes.NewReader(stream), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	raw()
	streamed()
	var speeds []float64
	var spent time.Duration
	b.ReportAllocs()
	for b.Loop() {
		one := timed(raw)
		other := timed(streamed)
		speeds = append(speeds, one.Seconds()/other.Seconds())
		spent += other
	}
	slices.Sort(speeds)
	b.ReportMetric(speeds[len(speeds)/2], "speed")
	b.ReportMetric(float64(b.N*len(frames))/spent.Seconds(), "pictures/s")
}

func timed(f func()) time.Duration {
	began := time.Now()
	f()
	return time.Since(began)
}

// processAll processes frames, so many at once.
func processAll(b *testing.B, p *pipeline.Pipeline, job pipeline.Job, workers int, frames [][]byte) {
	next := make(chan []byte)
	var working sync.WaitGroup
	for range workers {
		working.Go(func() {
			for frame := range next {
				job := job
				job.Body = frame
				answer, err := p.Process(b.Context(), job)
				if err != nil {
					b.Error(err)
					return
				}
				answer.Body.Release()
			}
		})
	}
	for _, frame := range frames {
		next <- frame
	}
	close(next)
	working.Wait()
}

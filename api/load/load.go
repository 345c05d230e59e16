// Package load measures an endpoint: so many viewers post frames at a rate, as pages with
// cameras do, for a while.
package load

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"framepost/api/wire"
)

// Load is what is sent.
type Load struct {
	Viewers  int // each with a connection of its own
	Rate     int // frames a second of each viewer
	Duration time.Duration
}

// Bounds of a Load.
const (
	MaxViewers  = 1000
	MaxRate     = 120
	MaxDuration = 10 * time.Minute
	MaxFrames   = 2_000_000 // each leaves its time, 8 bytes
)

// Validate returns an error that says what is wrong with a Load, or nil.
func (l Load) Validate() error {
	switch {
	case l.Viewers < 1 || l.Viewers > MaxViewers:
		return fmt.Errorf("there are %d viewers; allowed is 1 to %d", l.Viewers, MaxViewers)
	case l.Rate < 1 || l.Rate > MaxRate:
		return fmt.Errorf("the rate of a viewer is %d frames a second; allowed is 1 to %d", l.Rate, MaxRate)
	case l.Duration < time.Second || l.Duration > MaxDuration:
		return fmt.Errorf("it would take %v; allowed is %v to %v", l.Duration, time.Second, MaxDuration)
	case l.frames() > MaxFrames:
		return fmt.Errorf("that is %d frames; at most %d are sent: have fewer viewers, a lower rate or less time", l.frames(), MaxFrames)
	}
	return nil
}

// frames returns how many frames are due.
func (l Load) frames() int { return l.Viewers * int(l.Duration*time.Duration(l.Rate)/time.Second) }

// window is how many frames of a viewer may be under way. One that is due then is not sent, as
// a page does not send it: what is sent stays bounded where answers take long.
const window = 4

// Post sends a frame of a viewer, from 0 on, and returns when its answer has come whole. A
// *wire.Error says with which code it was refused.
type Post func(ctx context.Context, viewer int) error

// Run is a load that is being sent.
type Run struct {
	load    Load
	post    Post
	missed  atomic.Int64
	refused atomic.Int64

	mu        sync.Mutex
	latencies []time.Duration // of the frames that were answered
	refusals  map[wire.Code]*Refusal
	elapsed   time.Duration
}

// New returns a Run of a load, which must be valid.
func New(l Load, post Post) *Run {
	return &Run{load: l, post: post, refusals: make(map[wire.Code]*Refusal)}
}

// Send sends the load, and returns when the last answer has come or ctx is done. It is called
// once. Frames that ctx ends do not count.
//
// A latency is taken from when the frame was due, not from when this program came to send it:
// whatever delays the one delays the other. What could not be sent at all is counted as missed.
func (r *Run) Send(ctx context.Context) {
	began := time.Now()
	var viewers sync.WaitGroup
	for n := range r.load.Viewers {
		viewers.Go(func() { r.view(ctx, n, began) })
	}
	viewers.Wait()
	r.elapsed = time.Since(began)
}

// view sends the frames of the n-th viewer. The viewers take their first frames one after the
// other within the time of one frame: cameras don't run in step.
func (r *Run) view(ctx context.Context, n int, began time.Time) {
	second := time.Second * time.Duration(n) / time.Duration(r.load.Viewers)
	places := make(chan struct{}, window)
	var sending sync.WaitGroup
	defer sending.Wait()
	for i := range r.load.frames() / r.load.Viewers {
		due := began.Add((time.Duration(i)*time.Second + second) / time.Duration(r.load.Rate))
		if !wait(ctx, due) {
			return
		}
		select {
		case places <- struct{}{}:
			sending.Go(func() {
				r.count(ctx, due, r.post(ctx, n))
				<-places
			})
		default:
			r.missed.Add(1)
		}
	}
}

// wait returns at a time, and reports whether ctx is not done.
func wait(ctx context.Context, until time.Time) bool {
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}

// count takes what became of a frame that was sent.
func (r *Run) count(ctx context.Context, due time.Time, err error) {
	latency := time.Since(due)
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case err == nil:
		r.latencies = append(r.latencies, latency)
		return
	case ctx.Err() != nil:
		return
	}
	code, detail := NoAnswer, err.Error()
	var coded *wire.Error
	if errors.As(err, &coded) {
		code, detail = coded.Code, coded.Detail
	}
	if r.refusals[code] == nil {
		r.refusals[code] = &Refusal{Code: code, Example: detail}
	}
	r.refusals[code].Count++
	r.refused.Add(1)
}

// NoAnswer is the code of a frame whose connection failed, or that took too long.
const NoAnswer wire.Code = "no_answer"

// Sofar returns how many frames have been answered and not been. It may be called at any time.
func (r *Run) Sofar() (answered, refused, missed int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.latencies), int(r.refused.Load()), int(r.missed.Load())
}

// Package pipeline takes the bytes of a picture and returns those of another: it decodes the
// picture, runs a chain of operations on it and encodes the result. It knows no HTTP.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"framepost/api/filter"
	_ "framepost/api/filter/embedded"
	"framepost/api/filter/face/cascade"
	"framepost/api/frame"
	"framepost/api/pool"
	"framepost/api/wire"
)

// Config holds the limits of a Pipeline and the operations that it has besides the built-in ones.
type Config struct {
	MaxPixels int    // width × height of any picture, before, after and between operations
	Overlays  string // directory of the PNG files for the operation overlay; "" leaves the operation out
	LUTs      string // directory of the .cube files for the operation lut; "" leaves the operation out

	// Filters are the operations that the operator brings; see SetFilters.
	Filters []filter.Filter

	// Services are operations whose work somebody else's program does.
	Services []Service
}

// Default returns the Config for the pictures of today's cameras: at most 25 megapixels.
func Default() Config { return Config{MaxPixels: 25_000_000} }

// Validate returns an error that says what is wrong with a Config, or nil.
func (c Config) Validate() error {
	if c.MaxPixels < 1 {
		return errors.New("the pixel limit must be 1 or more")
	}
	return nil
}

// Pipeline processes frames. It keeps nothing of a frame and may be used by many goroutines at
// once.
type Pipeline struct {
	config     Config
	operations atomic.Pointer[operations]
}

// New returns a Pipeline that has the presets of package configs.
func New(c Config) (*Pipeline, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	if err := cascade.Present(); err != nil { // else the first who wants faces hidden would learn it
		return nil, fmt.Errorf("the cascade that finds faces %w", err)
	}
	p := &Pipeline{config: c}
	return p, p.SetFilters(c.Filters)
}

// Job is one frame to process.
type Job struct {
	Body    []byte       // a JPEG, PNG, WebP or GIF file, which is only read
	Chain   filter.Chain // the operations to run
	Format  *Format      // of the answer; nil for an answer without a picture
	Quality int          // wire.MinQuality to wire.MaxQuality; lossless formats ignore it

	// Bytes is the most that the answer's file may have; 0 is no limit. Quality is the best allowed
	// then, and About reports whether an answer that takes more at wire.LeastQuality may have them.
	// Lossless formats cannot have a limit.
	Bytes int
	About bool

	// Region is which part of a frame the picture of Body is, as stored; the zero Region: it is
	// all of it. Its corner is at multiples of wire.RegionStep. The chain must be local then.
	Region wire.Region

	// MaxPixels lowers the pipeline's limit for the pictures that the operations of this job
	// make; 0 keeps the pipeline's limit.
	MaxPixels int

	// MaxSource is the most pixels that the picture of Body may have as it was sent; 0 is no
	// limit but the pipeline's.
	MaxSource int

	// Plan is what Pipeline.Plan has returned for this job, or the zero Plan. It holds the
	// opened file, which is not opened again then.
	Plan Plan
}

// Answer is the processed frame. The caller of Process must release Body.
type Answer struct {
	Body    *pool.Buffer     // a file in the job's format; nil if the job has none
	W, H    int              // px
	Quality int              // that came of Job.Bytes; 0 if there was no limit
	Region  wire.Region      // where it lies in the answer to the whole frame; zero if the job has no region
	Reach   int              // px, see wire.HeaderFrameReach; -1 if the chain depends on all of the frame
	Affine  wire.Affine      // of the answer to the upright frame; zero if there is no such map
	Faces   []wire.Box       // the faces found, in px; nil if the chain did not look for any
	Boxes   []wire.Detection // what services have found; nil if the chain has asked none for boxes
	Figures wire.Figures     // what the chain has measured

	// Services are the calls of services, in their order; nil if there were none.
	Services []wire.Service
	Timing   wire.Timing // ms; Queue and Receive are unknown here and stay 0
}

// Process decodes, runs the chain and encodes. Its errors are a *wire.Error that can
// be shown to the sender, a *Panic that wraps one and is to be logged, or the context's, which
// every step asks every few rows. Only a WebP is decoded without being stopped on its way: one
// that could not end within half a second of the context's deadline is not begun.
func (p *Pipeline) Process(ctx context.Context, job Job) (Answer, error) {
	stages := filter.StagesOf(ctx)
	clock := stopwatch{time.Now()}
	began := clock.last
	var answer Answer

	f, plan, err := p.decode(ctx, job)
	if err != nil {
		return answer, err
	}
	defer f.Release()
	answer.Timing.Decode = clock.lap()
	stages.Ended("decode", began)

	if err := job.Chain.Run(ctx, f, plan.opened.meta, p.limit(job)); err != nil {
		return answer, err
	}
	answer.Services, answer.Timing.Services = f.Services, f.Services
	answer.Timing.Ops = max(clock.lap()-answer.Timing.Waited(), 0)
	began = clock.last

	answer.W, answer.H, answer.Affine, answer.Faces = f.W, f.H, f.Affine, f.FaceBoxes()
	answer.Boxes, answer.Figures = detections(f.Boxes), f.Figures
	answer.Region, answer.Reach = job.region(f), job.reach(plan)
	if job.Format != nil {
		if err := job.Format.fits(f.W, f.H); err != nil {
			return answer, err
		}
		if answer.Body, answer.Quality, err = job.encode(ctx, f); err != nil {
			return answer, err
		}
		stages.Ended("encode", began)
	}
	answer.Timing.Encode = clock.lap()
	return answer, nil
}

// limit returns the most pixels that a picture made by the job's operations may have.
func (p *Pipeline) limit(job Job) int {
	if job.MaxPixels > 0 {
		return min(job.MaxPixels, p.config.MaxPixels)
	}
	return p.config.MaxPixels
}

// decode returns the job's picture, as small as its chain allows, and the plan that it has
// followed.
func (p *Pipeline) decode(ctx context.Context, job Job) (f *frame.Frame, plan Plan, err error) {
	err = contain(func() error {
		plan = job.Plan
		if plan.opened == nil {
			opened, shrink, err := p.openFor(job)
			if err != nil {
				return err
			}
			plan.opened, plan.shrink = &opened, shrink
		}
		if err := plan.opened.begin(ctx); err != nil {
			return err
		}
		if f, err = plan.opened.decode(ctx, plan.shrink); err == nil {
			job.cut(f)
		}
		return err
	})
	return f, plan, err
}

// openFor returns the job's picture, within the limits, and how much smaller its chain lets it
// be decoded.
func (p *Pipeline) openFor(job Job) (opened picture, shrink int, err error) {
	opened, err = p.open(job.Body)
	if err != nil {
		return opened, 0, err
	}
	if job.MaxSource > 0 && opened.w*opened.h > job.MaxSource {
		return opened, 0, tooManyPixels(opened, job.MaxSource, "")
	}
	if err := job.suits(opened, p.config.MaxPixels); err != nil {
		return opened, 0, err
	}
	shrink = job.shrink(opened)
	return opened, shrink, p.fits(opened, shrink)
}

func detections(boxes []frame.Box) []wire.Detection {
	if boxes == nil {
		return nil
	}
	list := make([]wire.Detection, len(boxes))
	for i, b := range boxes {
		list[i] = wire.Detection{Box: wire.Box{X: b.Min.X, Y: b.Min.Y, W: b.Dx(), H: b.Dy()}, Label: b.Label, Score: b.Score}
	}
	return list
}

// stopwatch measures the steps of one frame.
type stopwatch struct{ last time.Time }

// lap returns the time since the previous lap, in ms.
func (s *stopwatch) lap() float64 {
	now := time.Now()
	ms := now.Sub(s.last).Seconds() * 1000
	s.last = now
	return ms
}

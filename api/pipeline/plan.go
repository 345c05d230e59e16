package pipeline

import (
	"context"
	"time"

	"framepost/api/filter"
)

// Plan is what a job will take, estimated from the header of its file: what says whether
// there is room for it, before any of it is decoded.
type Plan struct {
	W, H   int           // px of the answer to the whole frame
	Time   time.Duration // of one CPU with the vector kernels, roughly
	Memory int           // bytes at the most, the job's body not among them
	Answer int           // bytes of the answer's file, roughly

	opened *picture
	shrink int // by which it is to be decoded smaller
}

// lent is how much more memory the pools lend than is asked for: sizes are powers of two.
const lent = 1.5

// Plan returns what a job will take. Its errors are those of Process for a file that is no
// picture, for too large a one, and for a chain that would make one. As Job.Plan it spares Process to open the file once more.
func (p *Pipeline) Plan(job Job) (plan Plan, err error) {
	err = contain(func() error {
		opened, shrink, err := p.openFor(job)
		if err != nil {
			return err
		}
		w, h := job.whole(opened)
		share := float64(opened.w*opened.h) / float64(w*h) // of the frame's pixels that the body has
		decoded := int(float64(opened.pixels(shrink)) / share)
		course := job.Chain.Course(w, h, decoded, opened.meta.Turn)
		// Before anything is lent for it: it is no matter of how busy the server is.
		if err := filter.Fits(course.LargestW, course.LargestH, p.limit(job)); err != nil {
			return err
		}
		of := func(d time.Duration) time.Duration { return time.Duration(share * float64(d)) }
		plan = Plan{W: course.W, H: course.H, Time: opened.time() + of(course.Time), opened: &opened, shrink: shrink}
		pictures := max(opened.memory(shrink), int(share*float64(course.Memory)))
		if job.Format != nil {
			pixels := share * float64(course.W*course.H)
			plan.Answer = job.answerBytes(pixels)
			took, memory := job.Format.time(course.W, course.H), job.Format.memory
			if job.Bytes > 0 {
				took, memory = took+took/2, memory+withinMemory
			}
			plan.Time += of(took)
			pictures = max(pictures, int(pixels*memory))
		}
		plan.Memory = int(lent * float64(pictures))
		return nil
	})
	return plan, err
}

// time returns how long the picture takes to decode: its codes are read whole, however small
// the result.
func (p *picture) time() time.Duration { return time.Duration(p.ns * float64(p.w*p.h)) }

// overtime is how much longer than its context's deadline a decoder may take that nothing stops
// on its way.
const overtime = 400 * time.Millisecond

// begin returns what keeps the picture from being decoded: the error of ctx, or that its deadline
// comes more than overtime before the end of a decoder that nothing stops.
func (p *picture) begin(ctx context.Context) error {
	if deadline, ok := ctx.Deadline(); ok && p.unstopped && time.Until(deadline) < p.time()-overtime {
		return context.DeadlineExceeded
	}
	return ctx.Err()
}

// pixels returns how many the frame has that is decoded at a shrink.
func (p *picture) pixels(shrink int) int {
	if p.size == nil {
		return p.w * p.h
	}
	w, h := p.size(shrink)
	return w * h
}

// time returns how long a w×h picture takes to encode.
func (f *Format) time(w, h int) time.Duration { return time.Duration(f.ns * float64(w*h)) }

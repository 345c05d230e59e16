package pipeline

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"time"

	"framepost/api/filter"
	"framepost/api/filter/ops"
	"framepost/api/frame"
	"framepost/api/wire"
)

// Service is an operation whose work another program does. The pipeline makes a message of the
// frame and takes what the answer says; how the message gets there is Call's affair.
type Service struct {
	Op      wire.Op // its group and properties are set by the pipeline
	Raw     bool    // the frame goes as pixels, not as a JPEG
	Quality int     // of the JPEG, 1 to 100
	Boxes   bool    // it answers boxes, not a picture
	Draw    bool    // its boxes are drawn on the frame
	Skip    bool    // without its answer the frame goes on as it is; else the frame fails

	// Call sends a message and returns the answer, whose Done must be called then. Its errors are
	// a *ServiceError, or that of ctx.
	Call func(ctx context.Context, m Message) (Reply, error)
}

// Message is a frame on its way to a service.
type Message struct {
	Type string // media type of Body: image/jpeg, or TypeRGB
	W, H int    // px
	Args []wire.Arg
	Body []byte // which is only valid during the call

	// Limit is the most bytes that the body of the answer may have.
	Limit int
}

// Reply is what a service answers.
type Reply struct {
	Type string // media type of Body: TypeRGB, or anything
	W, H int    // px of a body that is TypeRGB
	Body []byte

	// Done gives the memory of Body back, and says with what error the answer could not be
	// used; nil if there is nobody to say it to.
	Done func(err error)
}

// TypeRGB is the media type of W×H pixels of 3 bytes, red first, row by row without padding. There
// is no registered one.
const TypeRGB = "application/octet-stream"

// ServiceError is the error of a call.
type ServiceError struct {
	Reason wire.Reason
	Cause  error // for whoever runs the program; it may name the address
}

func (e *ServiceError) Error() string { return string(e.Reason) + ": " + e.Cause.Error() }
func (e *ServiceError) Unwrap() error { return e.Cause }

// grows is how many times as many pixels a service's picture may have as the one that it was sent:
// twice as wide and high.
const grows = 4

// filter returns the operation. maxPixels is the pipeline's limit of a picture.
func (s Service) filter(maxPixels int) filter.Filter {
	work := filter.Foreign{Do: func(ctx context.Context, a filter.Args, f *frame.Frame) error { return s.do(ctx, a, f, maxPixels) }}
	op := s.Op
	op.Properties.Costly = true
	switch {
	case !s.Boxes:
		op.Group = "art"
		work.Grows = grows
	case s.Draw:
		op.Group = "overlay"
	default:
		op.Group = "measure"
	}
	if s.Boxes {
		op.Properties.Reports = []string{"boxes"}
	}
	return filter.Filter{Op: op, Work: work}
}

// do has the service work on f, and notes the call there. The frame steps aside while the service
// has it.
func (s Service) do(ctx context.Context, a filter.Args, f *frame.Frame, maxPixels int) error {
	message, release, err := s.message(ctx, a, f)
	if err != nil {
		return err
	}
	defer release()
	var reply Reply
	var failed error
	began := time.Now()
	var took time.Duration
	err = filter.StepAside(ctx, func() {
		reply, failed = s.Call(ctx, message)
		took = time.Since(began)
	})
	if err == nil {
		err = ctx.Err()
	}
	if err == nil && failed == nil {
		failed = s.take(ctx, f, reply, maxPixels)
	}
	if reply.Done != nil {
		reply.Done(cmp.Or(err, failed))
	}
	if err != nil {
		return err
	}
	return s.note(f, took, failed)
}

// note adds the call to those of the frame, and returns the error of a service that has failed, if
// the frame must not go on without it.
func (s Service) note(f *frame.Frame, took time.Duration, failed error) error {
	call := wire.Service{Name: s.Op.Name, Time: took.Seconds() * 1000}
	var failure *ServiceError
	switch {
	case failed == nil:
	case !errors.As(failed, &failure):
		return failed
	case s.Skip:
		call.Skipped = failure.Reason
		if s.Boxes && f.Boxes == nil {
			f.Boxes = []frame.Box{}
		}
	default:
		return s.failure(failure)
	}
	f.Services = append(f.Services, call)
	return nil
}

// failure returns the error of a frame that fails with its service.
func (s Service) failure(e *ServiceError) error {
	code, what := wire.SidecarFailed, "has failed"
	switch e.Reason {
	case wire.ReasonBusy:
		code, what = wire.Busy, "works on as many frames as it may, and as many wait; send fewer at once"
	case wire.ReasonLate:
		code, what = wire.SidecarLate, "took longer than it may"
	case wire.ReasonDown:
		what = "is down"
	case wire.ReasonStatus:
		what = "answered with an error"
	case wire.ReasonAnswer:
		what = "answered with something that is not what it may answer"
	case wire.ReasonOpen:
		what = "has failed repeatedly and is left alone for a moment"
	}
	reply := &wire.Error{Code: code, Detail: "the service of the operation " + s.Op.Name + " " + what}
	if e.Reason == wire.ReasonBusy || e.Reason == wire.ReasonOpen {
		return reply // which say nothing new to whoever runs the server
	}
	return &filter.Failure{Reply: reply, Cause: errors.New(s.Op.Name + ": " + e.Error())}
}

// take does what the answer says.
func (s Service) take(ctx context.Context, f *frame.Frame, r Reply, maxPixels int) error {
	if s.Boxes {
		found, err := parseBoxes(r.Body, f.W, f.H)
		if err != nil {
			return &ServiceError{wire.ReasonAnswer, err}
		}
		f.Boxes = append(f.Boxes, found...)
		if s.Draw {
			ops.DrawBoxes(f, found)
		}
		return ctx.Err()
	}
	drawn, err := s.picture(ctx, r, min(grows*f.W*f.H, maxPixels))
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return &ServiceError{wire.ReasonAnswer, err}
	}
	replace(f, drawn)
	return nil
}

// replace makes f the picture of drawn. If the size differs, what was found in f moves as if the
// service had resized the picture.
func replace(f, drawn *frame.Frame) {
	if drawn.W != f.W || drawn.H != f.H {
		g := frame.Resized(f.W, f.H, drawn.W, drawn.H, 0)
		for i, r := range f.Faces {
			f.Faces[i] = g.Move(r)
		}
		for i, b := range f.Boxes {
			f.Boxes[i].Rectangle = g.Move(b.Rectangle)
		}
	}
	f.Become(drawn)
}

func tooLargeAnswer(w, h, most int) error {
	return errors.New("a picture of " + wire.FormatSize(w, h) + "; at most " + strconv.Itoa(most) + " pixels are allowed")
}

package filter

import (
	"context"
	"time"
)

// Stages is called at the end of each stage of a frame's way, in the goroutine that works on
// the frame. Stages are decode, encode, scale and the names of operations. Operations that share a
// pass over the picture are reported one after the other with the same times.
type Stages func(stage string, began, ended time.Time)

type stagesKey struct{}

// WithStages returns a context that has the stages of the work that is done with it reported.
func WithStages(ctx context.Context, s Stages) context.Context {
	return context.WithValue(ctx, stagesKey{}, s)
}

// StagesOf returns what ctx has stages reported to; nil if nobody wants to know.
func StagesOf(ctx context.Context) Stages {
	s, _ := ctx.Value(stagesKey{}).(Stages)
	return s
}

// Ended reports a stage that ends now. A nil Stages reports nothing.
func (s Stages) Ended(stage string, began time.Time) {
	if s != nil {
		s(stage, began, time.Now())
	}
}

// now returns the time if somebody wants to know.
func (s Stages) now() (t time.Time) {
	if s != nil {
		t = time.Now()
	}
	return t
}

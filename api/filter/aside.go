package filter

import "context"

// Aside has the frame step aside, so that its CPU serves other frames, while wait waits for
// something that takes no CPU of this machine. It returns when wait has returned and a CPU is
// free again, or with the error of the context.
type Aside func(ctx context.Context, wait func()) error

type asideKey struct{}

// WithAside returns a context in which work that waits can step aside.
func WithAside(ctx context.Context, aside Aside) context.Context {
	return context.WithValue(ctx, asideKey{}, aside)
}

// StepAside calls wait by the Aside of ctx. Without one it only calls wait.
func StepAside(ctx context.Context, wait func()) error {
	if aside, ok := ctx.Value(asideKey{}).(Aside); ok {
		return aside(ctx, wait)
	}
	wait()
	return ctx.Err()
}

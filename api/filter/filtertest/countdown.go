package filtertest

import "context"

// Countdown is a context that ends when it is asked for the End-th time, or never if End is 0.
// So a test ends work at an exact place, whatever the machine does.
type Countdown struct {
	context.Context
	End   int
	Asked int // how often it has been
}

// NewCountdown returns a Countdown that ends at the end-th question.
func NewCountdown(end int) *Countdown { return &Countdown{Context: context.Background(), End: end} }

// Err is asked by one goroutine.
func (c *Countdown) Err() error {
	c.Asked++
	if c.Ended() {
		return context.Canceled
	}
	return nil
}

// Ended reports whether it has ended, without being a question.
func (c *Countdown) Ended() bool { return c.End > 0 && c.Asked >= c.End }

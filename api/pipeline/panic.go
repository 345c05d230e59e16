package pipeline

import (
	"fmt"
	"runtime/debug"

	"framepost/api/wire"
)

// Panic is the error of a picture whose decoder panicked. That is a defect of this program or
// of a library, and is to be logged with its stack. The sender gets the answer that the picture
// cannot be decoded; other requests are not affected.
type Panic struct {
	Cause any    // what the decoder panicked with
	Stack []byte // of the goroutine, as runtime/debug prints it
}

func (p *Panic) Error() string { return fmt.Sprintf("a decoder panicked: %v", p.Cause) }

// Unwrap returns the error for the sender, a *wire.Error with the code Undecodable.
func (p *Panic) Unwrap() error {
	return &wire.Error{Code: wire.Undecodable, Detail: "the picture is damaged in a way that its decoder cannot handle; this has been logged"}
}

// contain calls decode and returns its error, or a *Panic.
func contain(decode func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &Panic{cause, debug.Stack()}
		}
	}()
	return decode()
}

package sidecar

import (
	"context"
	"errors"
)

// room bounds how many frames a sidecar has at once, and that as many wait for it: each of them
// holds a picture in memory.
type room struct {
	inside, all chan struct{}
}

func newRoom(concurrency int) room {
	return room{inside: make(chan struct{}, concurrency), all: make(chan struct{}, 2*concurrency)}
}

// errFull is the error of a frame that finds as many waiting as may.
var errFull = errors.New("as many frames wait as may")

// enter waits for room; leave must follow when the error is nil.
func (r room) enter(ctx context.Context) error {
	select {
	case r.all <- struct{}{}:
	default:
		return errFull
	}
	select {
	case r.inside <- struct{}{}:
		return nil
	case <-ctx.Done():
		<-r.all
		return ctx.Err()
	}
}

func (r room) leave() {
	<-r.inside
	<-r.all
}

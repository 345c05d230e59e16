package server

import (
	"context"
	"runtime"
	"sync/atomic"
	"time"
)

// turn is how long a frame is worked on before it lets whatever else is ready use its CPU.
const turn = time.Millisecond

// yielding is the context of a frame that has a worker. The pipeline asks it every few rows, and
// once in a turn the question lets other goroutines go first.
//
// There are as many workers as CPUs. Without it a request that comes in, or a refusal that goes
// out, waits at each of its steps until a frame is finished, or for the 10 ms after which Go's
// scheduler interrupts one.
type yielding struct {
	context.Context
	began  time.Time    // of the work
	turned atomic.Int64 // ns of the work at the end of the last turn
}

func newYielding(ctx context.Context) *yielding { return &yielding{Context: ctx, began: time.Now()} }

func (y *yielding) Err() error {
	if int64(time.Since(y.began))-y.turned.Load() >= int64(turn) {
		runtime.Gosched()
		y.turned.Store(int64(time.Since(y.began)))
	}
	return y.Context.Err()
}

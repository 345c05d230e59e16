package plugin

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/wire"

	"github.com/tetratelabs/wazero"
)

// Module is one file: an operation. Many goroutines may use it at once.
type Module struct {
	File        string
	Description Description

	version version
	host    *host
	limit   time.Duration // for a frame

	begin    func()        // has it compiled, the first time
	ready    chan struct{} // closed when the module is compiled, or cannot be
	compiled wazero.CompiledModule
	runtime  wazero.Runtime
	err      error // why it cannot be compiled

	cost cost

	mu   sync.Mutex
	idle []*instance
}

// keepMemory is the most memory, in bytes, of an instance that waits for another frame. One that
// a rare large picture has made larger goes.
const keepMemory = 64 << 20

// Filter returns the module as an operation.
func (m *Module) Filter() filter.Filter {
	return filter.Filter{Op: m.Description.Op, Work: filter.Foreign{Ready: m.Ready, Do: m.do, Cost: m.cost.of}}
}

// Ready returns when the module is compiled. Its error is that of ctx, or a *filter.Failure.
func (m *Module) Ready(ctx context.Context) error {
	select {
	case <-m.ready: // before ctx is looked at
	default:
		m.begin()
		select {
		case <-m.ready:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if m.err != nil {
		return m.failure(m.err)
	}
	return nil
}

// compile compiles the module, or takes it from the cache.
func (m *Module) compile(ctx context.Context, s sum) {
	defer close(m.ready)
	module, err := readFile(m.File, s)
	if err != nil {
		m.err = err
		return
	}
	for _, open := range []func() (wazero.Runtime, error){m.host.native, m.host.uncached} {
		if m.runtime, m.err = open(); m.err != nil {
			continue
		}
		if m.compiled, m.err = compile(ctx, m.runtime, module); m.err == nil {
			return
		}
	}
}

// do is the work of the operation.
func (m *Module) do(ctx context.Context, a filter.Args, f *frame.Frame) error {
	began, pixels := time.Now(), f.W*f.H // before the limit's clock starts: what takes all of it is noted to take no less
	within, cancel := context.WithTimeout(ctx, m.limit)
	defer cancel()
	defer func() { m.cost.note(time.Since(began), pixels) }()
	in, err := m.take(within)
	if err == nil {
		if err = in.work(within, m.Description.Picture, m.Description, a, f); err == nil {
			m.keep(in)
			return nil
		}
		in.close()
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err() // the frame's time is over, or nobody waits for it any more
	case within.Err() != nil:
		err = fmt.Errorf("it takes longer than %v", m.limit)
	}
	return m.failure(err)
}

func (m *Module) failure(cause error) error {
	detail := "operation " + m.Description.Name + ", a filter that whoever runs this server has added, failed: " + cause.Error() +
		"; the server is not at fault, and other operations work"
	return &filter.Failure{Reply: &wire.Error{Code: wire.FilterFailed, Detail: detail}, Cause: fmt.Errorf("%s: %w", m.File, cause)}
}

// take returns an idle instance, or a new one.
func (m *Module) take(ctx context.Context) (*instance, error) {
	m.mu.Lock()
	if last := len(m.idle) - 1; last >= 0 {
		in := m.idle[last]
		m.idle = m.idle[:last]
		m.mu.Unlock()
		return in, nil
	}
	m.mu.Unlock()
	return newInstance(ctx, m.runtime, m.compiled)
}

// keep keeps an instance for another frame. There are no more of them than CPUs, as there are
// workers.
func (m *Module) keep(in *instance) {
	m.mu.Lock()
	full := len(m.idle) >= runtime.GOMAXPROCS(0) || in.module.Memory().Size() > keepMemory
	if !full {
		m.idle = append(m.idle, in)
	}
	m.mu.Unlock()
	if full {
		in.close()
	}
}

// describe returns what a module says of itself, without compiling it.
func (h *host) describe(ctx context.Context, module []byte) ([]byte, error) {
	runtime, err := h.interpreter()
	if err != nil {
		return nil, err
	}
	compiled, err := compile(ctx, runtime, module)
	if err != nil {
		return nil, err
	}
	defer compiled.Close(ctx)
	ctx, cancel := context.WithTimeout(ctx, describeTime)
	defer cancel()
	in, err := newInstance(ctx, runtime, compiled)
	if err == nil {
		defer in.close()
		var text []byte
		if text, err = in.description(ctx); err == nil {
			return text, nil
		}
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err = fmt.Errorf("it has not described itself within %v", describeTime)
	}
	return nil, err
}

// describeTime limits how long an interpreted module may take to describe itself.
const describeTime = 2 * time.Second

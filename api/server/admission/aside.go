package admission

import (
	"context"
	"slices"
	"time"
)

// Aside gives the worker to other frames while wait waits for something that takes no CPU here,
// such as a service, and returns when a worker is free again, or with the error of ctx. Frames
// that come back go before those that have not begun; nobody drops them. The memory of the frame
// stays counted. Leave must follow all the same.
func (p *Pass) Aside(ctx context.Context, wait func()) error {
	p.gate.mu.Lock()
	p.gate.stop(p, true)
	p.gate.mu.Unlock()
	wait()
	return p.comeBack(ctx)
}

// stop takes the worker of p away. A frame that will come back keeps its memory, also one that
// was too small to be counted: a worker for each no longer bounds how many of them there are.
func (g *Gate) stop(p *Pass, back bool) {
	i := slices.Index(g.running, p)
	if i < 0 { // it has not come back; its memory may be what another one waits for
		g.dispatch()
		return
	}
	g.running = slices.Delete(g.running, i, i+1)
	took := time.Since(p.began)
	g.clients.served(p, took, len(g.running)+len(g.waiting)+len(g.returning) == 0)
	if back {
		p.work.Time = max(p.work.Time-took, 0)
		g.held += p.work.Memory - p.counted
		p.counted = p.work.Memory
	}
	g.dispatch()
}

// comeBack waits for a worker.
func (p *Pass) comeBack(ctx context.Context) error {
	g, began := p.gate, time.Now()
	g.mu.Lock()
	p.verdict = make(chan error, 1)
	g.returning = append(g.returning, p)
	g.dispatch()
	g.mu.Unlock()
	var err error
	select {
	case <-p.verdict:
	case <-ctx.Done():
		g.mu.Lock()
		if i := slices.Index(g.returning, p); i >= 0 {
			g.returning = slices.Delete(g.returning, i, i+1)
		}
		g.mu.Unlock()
		err = ctx.Err()
	}
	p.Returning += time.Since(began)
	return err
}

// resume gives workers to frames that come back, in the order in which they do.
func (g *Gate) resume(now time.Time) {
	for i := 0; i < len(g.returning); {
		p := g.returning[i]
		if len(g.running) >= g.workers && !g.mayPass(p, now) {
			i++
			continue
		}
		g.returning = slices.Delete(g.returning, i, i+1)
		g.start(p, now)
	}
}

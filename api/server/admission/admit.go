package admission

import "time"

const (
	// slice is how long a frame may keep a worker from other addresses. After it a short frame
	// of another address starts beside it, and the runtime's scheduler shares the CPU
	// between them: a costly frame, which nothing interrupts, holds up nobody.
	slice = 20 * time.Millisecond

	// long is what a frame takes that is never given the last worker while other addresses
	// use the server.
	long = 50 * time.Millisecond

	// company is how long an address that has sent a frame counts as using the server.
	company = time.Second
)

// admits reports whether a waiting frame may have a worker now.
func (g *Gate) admits(p *Pass, now time.Time) bool {
	if !g.hasMemory(p) {
		return false
	}
	if len(g.running) >= g.workers {
		return g.mayPass(p, now)
	}
	last := len(g.running) == g.workers-1 && g.workers > 1
	return !last || p.work.Time < long || !g.clients.others(p.client, now.Add(-company))
}

// mayPass reports whether a frame for which no worker is free starts beside the long ones
// of other addresses. Each of those lets one in, so that there are at most twice as many
// frames as workers.
func (g *Gate) mayPass(p *Pass, now time.Time) bool {
	if p.work.Time >= long || p.client.running > 0 {
		return false
	}
	held := 0
	for _, r := range g.running {
		if r.client != p.client && now.Sub(r.began) >= slice {
			held++
		}
	}
	return len(g.running)-g.workers < held
}

// hasMemory reports whether there is memory for a frame. Small ones need not ask: an eighth
// is theirs, a share for each worker. Of large ones the next waits until the rest has room
// for it, and the others behind it; one by itself is let in however large.
func (g *Gate) hasMemory(p *Pass) bool {
	if p.work.Memory <= g.small() || g.held == 0 {
		return true
	}
	for _, q := range g.waiting {
		if q != p && q.work.Memory > g.small() && q.precedes(p) {
			return false
		}
	}
	return g.held+p.work.Memory <= g.memory-g.memory/8
}

// small is how much memory a frame may take without being counted.
func (g *Gate) small() int { return g.memory / 8 / g.workers }

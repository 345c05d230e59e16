// Package flood slows down who sends frames of HTTP/2 that carry nothing: PING, SETTINGS,
// PRIORITY, WINDOW_UPDATE, RST_STREAM after the request that it takes back. Each costs the
// server some microseconds and the sender a few bytes, and none of the limits on requests sees
// it.
//
// Every frame that is received is paid for by the answers that are sent, from which an
// honest client needs no more than a few frames each, or by a rate that every address has. Who
// has spent both is read no faster than that rate. nginx compares the same two sides, in
// bytes, and Envoy in frames, and they close the connection. To be read slowly is harmless to a
// client that was misjudged, and leaves an attacker nothing to open again.
package flood

import (
	"net/netip"
	"sync"
	"time"
)

const (
	// rate and burst are the frames that an address may send without an answer, in a second
	// and at once. A page that takes back 60 requests a second sends 120.
	rate  = 200
	burst = 1000

	// longest is how long one frame may wait. An address with many connections waits for
	// each of them.
	longest = time.Second

	interval = time.Second / rate
)

// Limit knows what each address has spent: the generic cell rate algorithm (ITU-T I.371), whose
// state is one time.
type Limit struct {
	mu    sync.Mutex
	spent map[netip.Addr]time.Time // when the address has paid all back, if it is to come
	swept time.Time
}

// NewLimit makes a Limit.
func NewLimit() *Limit { return &Limit{spent: make(map[netip.Addr]time.Time)} }

// pay counts frames that an address has sent, less those that were earned by answers, and
// returns how long the next one must wait.
func (l *Limit) pay(from netip.Addr, frames int) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.sweep(now)
	free, known := l.spent[from]
	if free.Before(now) {
		free = now
	}
	if free = free.Add(time.Duration(frames) * interval); free.After(now) {
		l.spent[from] = free
	} else if known {
		delete(l.spent, from)
	}
	return min(max(free.Sub(now)-burst*interval, 0), longest)
}

// sweep forgets, once in a while, the addresses that have paid all back.
func (l *Limit) sweep(now time.Time) {
	if now.Sub(l.swept) < burst*interval {
		return
	}
	l.swept = now
	for from, free := range l.spent {
		if free.Before(now) {
			delete(l.spent, from)
		}
	}
}

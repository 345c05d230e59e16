// Package network measures framepost over links that are not loopback: real Chromium
// and the real server, with a relay between them that has a rate, a delay and losses.
//
// What the relay emulates is a byte stream's view of a link. Both directions have a
// queue (the sockets' own buffers, 64 kB in front of the bottleneck and what the sender
// keeps), a rate and half the round trip of delay, shared by all connections. TCP to
// the relay and from it is loopback's, so there is no slow start and no congestion
// control; a lost segment shows as what TCP makes of it, a pause of a round trip in
// which nothing behind it is delivered. A UDPRelay is the same link as datagrams see
// it: what finds the queue full or is lost never arrives.
package network

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Link is what a relay emulates.
type Link struct {
	RTT  time.Duration
	Mbit float64 // a second, each way; 0 for no limit
	Loss float64 // of segments or datagrams, 0 to 1
}

// Relay passes connections on to a server.
type Relay struct {
	listener net.Listener
	target   string
	up, down direction
	stop     context.CancelFunc
	done     sync.WaitGroup
}

// Listen starts a relay to a TCP address on a free port of localhost.
func Listen(target string, link Link) (*Relay, error) {
	ctx, stop := context.WithCancel(context.Background())
	config := net.ListenConfig{Control: smallBuffer}
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		stop()
		return nil, err
	}
	r := &Relay{listener: listener, target: target, stop: stop}
	r.Set(link)
	r.done.Go(func() { r.accept(ctx) })
	return r, nil
}

// Port is where the relay listens.
func (r *Relay) Port() int { return r.listener.Addr().(*net.TCPAddr).Port }

// Set makes it another link from now on.
func (r *Relay) Set(link Link) {
	r.up.link.Store(&link)
	r.down.link.Store(&link)
}

// Close ends all connections.
func (r *Relay) Close() {
	r.stop()
	r.listener.Close()
	r.done.Wait()
}

// buffer is the queue in front of the bottleneck, in bytes.
const buffer = 64 << 10

func smallBuffer(_, _ string, raw syscall.RawConn) (err error) {
	if failed := raw.Control(func(fd uintptr) { err = setBuffer(fd, buffer) }); failed != nil {
		return failed
	}
	return err
}

func (r *Relay) accept(ctx context.Context) {
	for {
		client, err := r.listener.Accept()
		if err != nil {
			return // closed
		}
		r.done.Go(func() {
			defer client.Close()
			dialer := net.Dialer{Control: smallBuffer}
			server, err := dialer.DialContext(ctx, "tcp", r.target)
			if err != nil {
				return // as a server that is away looks
			}
			defer server.Close()
			ended := context.AfterFunc(ctx, func() { client.Close(); server.Close() })
			defer ended()
			var both sync.WaitGroup
			both.Go(func() { r.up.carry(server, client); client.Close(); server.Close() })
			both.Go(func() { r.down.carry(client, server); client.Close(); server.Close() })
			both.Wait()
		})
	}
}

// direction is one way of the link.
type direction struct {
	link atomic.Pointer[Link]
	mu   sync.Mutex
	free time.Time // when the bottleneck has sent what it was given so far
}

// segment is what fits into an Ethernet frame of 1500 bytes with TCP's timestamps.
const segment = 1448

// parcel is what is on its way and when it arrives.
type parcel struct {
	data []byte
	due  time.Time
}

// deliver writes parcels as they fall due, until way is closed. What it returns is
// closed when the last is written.
func deliver(to io.Writer, way <-chan parcel) (ended <-chan struct{}) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for p := range way {
			sleepUntil(p.due)
			if _, err := to.Write(p.data); err != nil {
				break
			}
		}
		for range way { // nobody reads it any more
		}
	}()
	return done
}

// onTheWay is more parcels than any link here has on its way.
const onTheWay = 1 << 12

// carry copies until one of the two ends, at the link's rate and with its delay.
func (d *direction) carry(to io.Writer, from io.Reader) {
	way := make(chan parcel, onTheWay)
	ended := deliver(to, way)
	for last := (time.Time{}); ; {
		data := make([]byte, segment)
		n, err := from.Read(data)
		if n > 0 {
			link := d.link.Load()
			due := d.serialise(n, link).Add(link.RTT / 2)
			if link.lose() {
				due = due.Add(link.RTT)
			}
			if due.Before(last) {
				due = last // in order
			}
			last = due
			way <- parcel{data[:n], due}
		}
		if err != nil {
			break
		}
	}
	close(way)
	<-ended
}

// burst is how late a sleeper may wake without loss to the link: a timer that rings within
// a millisecond or two, after each segment of half a millisecond, would halve the rate.
// Netfilter's and tc's token buckets have theirs for the same reason.
const burst = 3 * time.Millisecond

// serialise waits until the bottleneck has sent n bytes more and tells when that was.
func (d *direction) serialise(n int, link *Link) time.Time {
	free, _ := d.book(n, link, math.Inf(1))
	sleepUntil(free)
	return free
}

// book gives n bytes their turn at the bottleneck and tells when it has sent them. It is
// not ok when that many do not fit into a queue of so many bytes any more.
func (d *direction) book(n int, link *Link, queue float64) (free time.Time, ok bool) {
	now := time.Now()
	if link.Mbit == 0 {
		return now, true
	}
	perByte := 8e3 / link.Mbit // ns
	d.mu.Lock()
	defer d.mu.Unlock()
	if now.Sub(d.free) > burst {
		d.free = now
	}
	if waiting := float64(d.free.Sub(now)) / perByte; waiting+float64(n) > queue {
		return time.Time{}, false
	}
	d.free = d.free.Add(time.Duration(float64(n) * perByte))
	return d.free, true
}

// lose tells whether to lose the next one.
func (l *Link) lose() bool { return l.Loss > 0 && rand.Float64() < l.Loss }

func sleepUntil(t time.Time) {
	if d := time.Until(t); d > 0 {
		time.Sleep(d)
	}
}

func (l Link) String() string {
	if l == (Link{}) {
		return "loopback"
	}
	text := fmt.Sprintf("%d ms RTT", l.RTT.Milliseconds())
	if l.Mbit > 0 {
		text += fmt.Sprintf(", %g Mbit/s", l.Mbit)
	}
	if l.Loss > 0 {
		text += fmt.Sprintf(", %g %% loss", l.Loss*100)
	}
	return text
}

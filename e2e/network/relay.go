// Package network measures framepost over links that are not loopback: real Chromium and the
// real server, with a relay between them that has a rate, a delay and losses.
//
// A Relay emulates a link as a byte stream sees it. Each direction has a queue (the sockets'
// own buffers, 64 kB before the bottleneck, and what the sender keeps), a rate, and half the
// round trip as delay; all connections share them. The TCP connections to and from the relay
// are on loopback, so there is no slow start and no congestion control. A lost segment appears
// as it would through TCP: as a pause of a round trip, in which nothing after it is delivered.
// A UDPRelay is the same link for datagrams: those that find the queue full, or are lost, never
// arrive.
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

// Link describes the link that a relay emulates.
type Link struct {
	RTT  time.Duration
	Mbit float64 // rate in Mbit/s, each way; 0 for no limit
	Loss float64 // fraction of segments or datagrams that are lost, 0 to 1
}

// Relay forwards connections to a server.
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

// Port returns the port on which the relay listens.
func (r *Relay) Port() int { return r.listener.Addr().(*net.TCPAddr).Port }

// Set changes the link from now on.
func (r *Relay) Set(link Link) {
	r.up.link.Store(&link)
	r.down.link.Store(&link)
}

// Carried returns the bytes that have crossed the link so far, to the server and back.
func (r *Relay) Carried() (up, down int64) { return r.up.carried.Load(), r.down.carried.Load() }

// Close ends all connections.
func (r *Relay) Close() {
	r.stop()
	r.listener.Close()
	r.done.Wait()
}

// buffer is the length of the queue before the bottleneck, in bytes.
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
				return // closes the connection, as if the server were away
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

// direction is one direction of the link.
type direction struct {
	link    atomic.Pointer[Link]
	carried atomic.Int64 // bytes
	mu      sync.Mutex
	free    time.Time // when the bottleneck will have sent everything so far
}

// segment is the number of bytes in an Ethernet frame of 1500 bytes with TCP's timestamps.
const segment = 1448

// parcel is data in transit, with the time of its arrival.
type parcel struct {
	data []byte
	due  time.Time
}

// deliver writes parcels when they are due, until way is closed. It returns a channel that is
// closed after the last one.
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
		for range way { // drain: writing has failed
		}
	}()
	return done
}

// onTheWay is more than the number of parcels in transit on any link here.
const onTheWay = 1 << 12

// carry copies, at the link's rate and with its delay, until one of the two connections ends.
func (d *direction) carry(to io.Writer, from io.Reader) {
	way := make(chan parcel, onTheWay)
	ended := deliver(to, way)
	for last := (time.Time{}); ; {
		data := make([]byte, segment)
		n, err := from.Read(data)
		if n > 0 {
			link := d.link.Load()
			due := d.serialise(n, link).Add(link.RTT / 2)
			d.carried.Add(int64(n))
			if link.lose() {
				due = due.Add(link.RTT)
			}
			if due.Before(last) {
				due = last // keep the order
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

// burst is how late a sleeping sender may wake without a loss of rate. Timers fire a
// millisecond or two late; after each segment of half a millisecond that would halve the rate.
// The token buckets of netfilter and tc have a burst for the same reason.
const burst = 3 * time.Millisecond

// serialise waits until the bottleneck has sent another n bytes and returns the time of that.
func (d *direction) serialise(n int, link *Link) time.Time {
	free, _ := d.book(n, link, math.Inf(1))
	sleepUntil(free)
	return free
}

// book reserves the bottleneck for n bytes and returns the time when it will have sent them. ok
// is false if they do not fit into a queue of that many bytes.
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

// lose reports whether the next segment or datagram is lost.
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

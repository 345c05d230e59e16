package flood

import (
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// What an answer earns: earnedByAnswer for its head, and a frame for each earnedByData bytes of
// each DATA frame and one for what is left of it. Its client may have sent the request, an empty DATA
// frame that ends it, a WINDOW_UPDATE and a PING; and it may confirm every 2 kB that it receives, as
// Go's client does every 4 kB twice, to the stream and to the connection.
const (
	earnedByAnswer = 4
	earnedByData   = 1 << 10
)

// least is the payload below which a DATA frame counts as one that carries nothing, unless it
// ends its stream.
const least = 64

// Conn is a connection of which Limit counts the frames. HTTP/1 goes through it as it is.
type Conn struct {
	net.Conn
	limit  *Limit
	from   netip.Addr
	closed chan struct{}
	once   sync.Once

	// net/http writes nothing until it has read what tells the protocol, so Write finds that settled.
	begun string // of the preface
	http1 bool

	in  scanner // of what is read
	out scanner // of what is written
}

// Conn returns a connection whose frames count as an address's.
func (l *Limit) Conn(c net.Conn, from netip.Addr) *Conn {
	return &Conn{Conn: c, limit: l, from: from, closed: make(chan struct{})}
}

// NetConn returns the connection whose frames are counted.
func (c *Conn) NetConn() net.Conn { return c.Conn }

// Read reads, and waits before it returns what the address has not paid for.
func (c *Conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if frames := c.received(p[:n]); frames > 0 {
		c.wait(c.limit.pay(c.from, frames))
	}
	return n, err
}

// received returns how many frames there are to pay for in what has been read.
func (c *Conn) received(p []byte) (frames int) {
	if missing := len(preface) - len(c.begun); missing > 0 && !c.http1 {
		n := min(missing, len(p))
		c.begun += string(p[:n])
		p = p[n:]
		c.http1 = !strings.HasPrefix(preface, c.begun)
	}
	if c.http1 {
		return 0
	}
	c.in.scan(p, func(h head) {
		if h.kind != typeData || h.length < least && h.flags&endStream == 0 {
			frames++
		}
	})
	return frames
}

// Write writes, and counts what the answers in it earn.
func (c *Conn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	if frames := c.earned(p[:n]); frames > 0 {
		c.limit.pay(c.from, -frames)
	}
	return n, err
}

func (c *Conn) earned(p []byte) (frames int) {
	if c.http1 {
		return 0
	}
	c.out.scan(p, func(h head) {
		switch h.kind {
		case typeHeaders:
			frames += earnedByAnswer
		case typeData:
			frames += 1 + h.length/earnedByData
		}
	})
	return frames
}

// wait returns after a time, or when the connection is closed.
func (c *Conn) wait(d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.closed:
	}
}

// Close closes the connection, and ends the wait of a Read.
func (c *Conn) Close() error {
	c.once.Do(func() { close(c.closed) })
	return c.Conn.Close()
}

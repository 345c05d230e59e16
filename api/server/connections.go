package server

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"

	"framepost/api/server/caller"
	"framepost/api/server/flood"
)

// bounded is a listener whose connections are limited, in all and by address. One that is
// too many is closed at once, before it costs more than that. So are the frames of HTTP/2 that
// come over them. A proxy's address stands for all who come through it, so it may have all the
// connections that there are, and send what it wants.
type bounded struct {
	net.Listener
	connections *shares
	floods      *flood.Limit
	proxies     caller.Proxies
	tls         *tls.Config // nil: plain
}

func (g bounded) Accept() (net.Conn, error) {
	for {
		conn, err := g.Listener.Accept()
		if err != nil {
			return nil, err
		}
		take := g.connections.take
		from, proxy := g.proxies.Peer(conn.RemoteAddr().String())
		if proxy {
			take = g.connections.takeFreely
		}
		if !take(from, 1) {
			_ = conn.Close()
			continue
		}
		boundUnsent(conn)
		conn = &counted{Conn: conn, connections: g.connections, from: from}
		if g.tls != nil {
			conn = decrypted{tls.Server(conn, g.tls)}
		}
		if !proxy {
			conn = g.floods.Conn(conn, from)
		}
		return conn, nil
	}
}

// counted is a connection that counts until it is closed.
type counted struct {
	net.Conn
	connections *shares
	from        netip.Addr
	once        sync.Once
}

func (c *counted) Close() error {
	c.once.Do(func() { c.connections.give(c.from, 1) })
	return c.Conn.Close()
}

// NetConn returns the connection that is counted.
func (c *counted) NetConn() net.Conn { return c.Conn }

// decrypted is a connection over TLS. net/http must not see that it is one: it would take HTTP/2
// from a *tls.Conn alone, and the frames could not be counted between the two. It takes both
// protocols from one that looks plain, and tells them apart by their first bytes.
type decrypted struct{ net.Conn }

// NetConn returns the connection over TLS.
func (c decrypted) NetConn() net.Conn { return c.Conn }

// Read reads, after a handshake the first time. Who speaks HTTP to the port of HTTPS is told.
func (c decrypted) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	var plain tls.RecordHeaderError
	if errors.As(err, &plain) && plain.Conn != nil && isHTTP(plain.RecordHeader[:]) {
		_, _ = io.WriteString(plain.Conn, "HTTP/1.0 400 Bad Request\r\n\r\nThis port is for HTTPS; write https:// in front of the address.\n")
	}
	return n, err
}

// isHTTP reports whether a connection begins with a method of HTTP/1.
func isHTTP(head []byte) bool {
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodOptions} {
		if strings.HasPrefix(method+" /", string(head)) {
			return true
		}
	}
	return false
}

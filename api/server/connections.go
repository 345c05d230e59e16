package server

import (
	"net"
	"net/netip"
	"sync"

	"framepost/api/server/caller"
)

// bounded is a listener whose connections are limited, in all and by address. One that is
// too many is closed at once, before it costs more than that. A proxy's address stands for all
// who come through it, so it may have all the connections that there are.
type bounded struct {
	net.Listener
	connections *shares
	proxies     caller.Proxies
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
		if take(from, 1) {
			return &counted{Conn: conn, connections: g.connections, from: from}, nil
		}
		_ = conn.Close()
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

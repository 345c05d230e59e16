package network

import (
	"io"
	"net"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
)

// UDPRelay forwards the datagrams of one client to a server. Each direction has the rate and
// the delay of a Relay's, and a queue of 64 kB that drops datagrams that do not fit
// (drop-tail). Lost datagrams are dropped, not delayed. As with Relay, headers do not count.
type UDPRelay struct {
	client, server *peer
	up, down       direction
	done           sync.WaitGroup
}

// ListenUDP starts a relay to a UDP address on a free port of localhost. Its client is the
// first sender; it ignores others.
func ListenUDP(target netip.AddrPort, link Link) (*UDPRelay, error) {
	client, err := newPeer()
	if err != nil {
		return nil, err
	}
	server, err := newPeer()
	if err != nil {
		client.conn.Close()
		return nil, err
	}
	server.addr.Store(&target)
	r := &UDPRelay{client: client, server: server}
	r.up.link.Store(&link)
	r.down.link.Store(&link)
	r.done.Go(func() { r.up.carryDatagrams(server, client) })
	r.done.Go(func() { r.down.carryDatagrams(client, server) })
	return r, nil
}

// Port returns the port on which the relay listens.
func (r *UDPRelay) Port() int { return r.client.conn.LocalAddr().(*net.UDPAddr).Port }

// Close ends the relay.
func (r *UDPRelay) Close() {
	r.client.conn.Close()
	r.server.conn.Close()
	r.done.Wait()
}

// carryDatagrams copies until from ends. Each Read and each Write is one datagram.
func (d *direction) carryDatagrams(to io.Writer, from io.Reader) {
	way := make(chan parcel, onTheWay)
	ended := deliver(to, way)
	var data [64 << 10]byte // the size of the largest datagram
	for {
		n, err := from.Read(data[:])
		if err != nil {
			break
		}
		link := d.link.Load()
		free, ok := d.book(n, link, buffer)
		if ok && !link.lose() { // lost after the bottleneck, so lost datagrams take its time, too
			way <- parcel{slices.Clone(data[:n]), free.Add(link.RTT / 2)}
		}
	}
	close(way)
	<-ended
}

// peer is one of the two ends of a relay. Its socket is not connected, so that a peer that is
// not there yet or has gone (ICMP's "port unreachable") causes no error.
type peer struct {
	conn *net.UDPConn
	addr atomic.Pointer[netip.AddrPort]
}

func newPeer() (*peer, error) {
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	return &peer{conn: conn}, err
}

// Read reads a datagram of the peer. If the peer is not known yet, it is the first sender.
func (p *peer) Read(data []byte) (int, error) {
	for {
		n, from, err := p.conn.ReadFromUDPAddrPort(data)
		if err != nil {
			return 0, err
		}
		if p.addr.CompareAndSwap(nil, &from) || *p.addr.Load() == from {
			return n, nil
		}
	}
}

// Write sends a datagram to the peer. If the peer is not known yet, it drops the datagram.
func (p *peer) Write(data []byte) (int, error) {
	to := p.addr.Load()
	if to == nil {
		return len(data), nil
	}
	return p.conn.WriteToUDPAddrPort(data, *to)
}

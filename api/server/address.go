package server

import (
	"net/http"
	"net/netip"
)

// address returns whose share of the server a request takes: the peer's IP address. Of an
// IPv6 address that is the network of 64 bits, all of which one subscriber has (RFC 6177).
// It is the zero Addr when the peer has none, as over a pipe.
func address(r *http.Request) netip.Addr { return addressOf(r.RemoteAddr) }

// addressOf is address for a peer that is written as host:port.
func addressOf(peer string) netip.Addr {
	at, err := netip.ParseAddrPort(peer)
	if err != nil {
		return netip.Addr{}
	}
	ip := at.Addr().Unmap().WithZone("")
	if network, err := ip.Prefix(64); err == nil && ip.Is6() {
		return network.Addr()
	}
	return ip
}

// Package caller finds out whose request it is: the address by which its sender's share of
// the server is counted.
package caller

import (
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are the operator's own, through which requests may come. Without any, nobody's
// word on an address is taken.
//
// (chi's ClientIPFromXFF reads the same header by the same rule. It links net/http/pprof
// into the program with the rest of its package, and allocates a context for each request.)
type Proxies []netip.Prefix

// Address returns the address of a request's sender: the connection's or, where that is a
// proxy's, the last of X-Forwarded-For that is none. Each proxy adds the address that it
// sees at the right end, so what is further left may be made up, as all of the header may
// be that comes from elsewhere. A proxy whose word is no address counts as the sender.
//
// One subscriber has a whole /64 of IPv6 and could take another address for each request,
// so Address returns the first one of the /64. It is not valid for a connection without an
// address, as a pipe.
func (p Proxies) Address(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	addr := plain(peer.Addr())
	lines := r.Header["X-Forwarded-For"]
	for i := len(lines) - 1; i >= 0; i-- {
		for rest := lines[i]; rest != ""; {
			comma := strings.LastIndexByte(rest, ',')
			word := strings.TrimSpace(rest[comma+1:])
			rest = rest[:max(comma, 0)]
			if word == "" {
				continue
			}
			if !p.contain(addr) {
				return subscriber(addr)
			}
			next, err := netip.ParseAddr(word)
			if err != nil {
				return subscriber(addr)
			}
			addr = plain(next)
		}
	}
	return subscriber(addr)
}

// Peer returns the address of a connection's other end, written as host:port, in the form
// that Address returns, and whether it is a proxy's.
func (p Proxies) Peer(peer string) (addr netip.Addr, proxy bool) {
	at, err := netip.ParseAddrPort(peer)
	if err != nil {
		return netip.Addr{}, false
	}
	addr = plain(at.Addr())
	return subscriber(addr), p.contain(addr)
}

func (p Proxies) contain(addr netip.Addr) bool {
	for _, proxy := range p {
		if proxy.Contains(addr) {
			return true
		}
	}
	return false
}

// plain returns an address in the form that prefixes contain: an IPv4 address in IPv6 is
// that address, and which network card it came by, its zone, makes no difference.
func plain(addr netip.Addr) netip.Addr { return addr.Unmap().WithZone("") }

// subscriberBits is the part of an IPv6 address that a provider gives to a subscriber, at
// the least (RFC 6177).
const subscriberBits = 64

func subscriber(addr netip.Addr) netip.Addr {
	if addr.Is4() {
		return addr
	}
	prefix, err := addr.Prefix(subscriberBits)
	if err != nil {
		return netip.Addr{}
	}
	return prefix.Addr()
}

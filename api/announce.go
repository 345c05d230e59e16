package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"

	"rsc.io/qr"

	"framepost/api/server"
	"framepost/api/server/selfsigned"
)

// announce writes the addresses: in lines for people, as a log record for programs.
func (c config) announce(stderr io.Writer, log *slog.Logger, l server.Listeners) {
	urls := c.urls(l.Plain, l.Secure)
	if c.format(stderr) == formatJSON {
		attrs := make([]any, 0, len(urls))
		for _, u := range urls {
			attrs = append(attrs, slog.String(u.name, u.address))
		}
		log.Info("listening", attrs...)
		return
	}
	fmt.Fprintln(stderr, "framepost is ready:")
	for _, u := range urls {
		fmt.Fprintf(stderr, "  %-30s %s\n", u.address, u.remark)
		if u.name == lan {
			writeQR(stderr, u.address)
		}
	}
}

// writeQR draws an address for a phone's camera, two modules a character: the upper and
// the lower half of a block. What is drawn are the light modules, white on black whatever
// colours the terminal has, with the margin of four that ISO/IEC 18004 asks for.
func writeQR(w io.Writer, address string) {
	code, err := qr.Encode(address, qr.L)
	if err != nil {
		return // too long for any code: the address itself is on the line above
	}
	const margin = 4
	light := func(x, y int) bool { return !code.Black(x, y) } // outside it is light too
	for y := -margin; y < code.Size+margin; y += 2 {
		var row strings.Builder
		for x := -margin; x < code.Size+margin; x++ {
			switch upper, lower := light(x, y), light(x, y+1); {
			case upper && lower:
				row.WriteRune('█')
			case upper:
				row.WriteRune('▀')
			case lower:
				row.WriteRune('▄')
			default:
				row.WriteByte(' ')
			}
		}
		fmt.Fprintf(w, "  \x1b[97;40m%s\x1b[0m\n", &row)
	}
}

// lan is the address that a phone can reach.
const lan = "lan"

type url struct{ name, address, remark string }

func (c config) urls(plain, secure net.Listener) []url {
	host := c.Host
	if ip := net.ParseIP(host); host == "" || ip != nil && (ip.IsUnspecified() || ip.IsLoopback()) {
		host = "localhost"
	}
	at := func(scheme, host string, l net.Listener) string {
		return scheme + "://" + net.JoinHostPort(host, portOf(l))
	}
	urls := []url{{"plain", at("http", host, plain), "HTTP/1.1 and unencrypted HTTP/2"}}
	if secure == nil {
		return urls
	}
	urls = append(urls, url{"secure", at("https", host, secure),
		"HTTP/2; the certificate was made on this machine, the browser asks once"})
	everywhere := c.Host == "" || net.ParseIP(c.Host).IsUnspecified()
	if host := selfsigned.LAN(); everywhere && host != "" {
		urls = append(urls, url{lan, at("https", host, secure), "for a phone in the same network"})
	}
	return urls
}

func portOf(l net.Listener) string {
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		panic(errors.New("a TCP listener without a port: " + err.Error()))
	}
	return port
}

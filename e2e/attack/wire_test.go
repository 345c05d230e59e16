package attack

import (
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"strings"
	"time"

	"framepost/e2e/service"
)

// open opens a connection from an address, which closes with ctx.
func open(ctx context.Context, s *service.Server, from string) (net.Conn, error) {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}, Timeout: 5 * time.Second}
	conn, err := dialer.DialContext(ctx, "tcp", address(s))
	if err == nil {
		context.AfterFunc(ctx, func() { conn.Close() })
	}
	return conn, err
}

// The parts of HTTP/2 (RFC 9113) that clients of libraries do not let one misuse.
const (
	preface     = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
	dataFrame   = 0x0
	headers     = 0x1
	reset       = 0x3
	settings    = 0x4
	ping        = 0x6
	window      = 0x8
	endStream   = 0x1
	endHeaders  = 0x4
	windowOfOne = "\x00\x04" // the setting SETTINGS_INITIAL_WINDOW_SIZE
)

// h2frame is a frame of HTTP/2.
func h2frame(kind, flags byte, stream int, payload string) string {
	head := []byte{byte(len(payload) >> 16), byte(len(payload) >> 8), byte(len(payload)), kind, flags}
	return string(binary.BigEndian.AppendUint32(head, uint32(stream))) + payload
}

// hello begins a connection whose streams may be sent size bytes each, and which may be sent
// all it wants.
func hello(size uint32) string {
	return preface + h2frame(settings, 0, 0, windowOfOne+string(binary.BigEndian.AppendUint32(nil, size))) +
		h2frame(window, 0, 0, "\x7f\xff\x00\x00")
}

// request is one for a path, with a body if it has any: HPACK's literals without indexing
// (RFC 7541, section 6.2.2), whose lengths are below 127.
func request(stream int, path string, body []byte) string {
	method, end := "\x82", byte(endStream) // GET
	if body != nil {
		method, end = "\x83", 0
	}
	fields := method + "\x86\x04" + string(rune(len(path))) + path + "\x01\x01x"
	var b strings.Builder
	b.WriteString(h2frame(headers, endHeaders|end, stream, fields))
	for len(body) > 0 {
		n := min(len(body), 16<<10)
		if n == len(body) {
			end = endStream
		}
		b.WriteString(h2frame(dataFrame, end, stream, string(body[:n])))
		body = body[n:]
	}
	return b.String()
}

// attacker is the n-th address that attacks come from.
func attacker(n int) string { return fmt.Sprintf("127.0.1.%d", 1+n) }

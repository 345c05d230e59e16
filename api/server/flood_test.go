package server

import (
	"crypto/tls"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/wire"
)

// A PING is answered at once, and thousands of them are not, encrypted or not. Another address
// would have its own; here all have none, for their connections are pipes.
func TestFloodsAreReadSlowly(t *testing.T) {
	const (
		ping  = "\x00\x00\x08\x06\x00\x00\x00\x00\x0012345678"
		begin = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"
	)
	for name, secure := range map[string]bool{"h2c": false, "h2": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := simulate(t, small(), fake{})
				line := s.plain
				if secure {
					line = s.secure
				}
				conn, err := line.dial(t.Context(), "", "")
				if err != nil {
					t.Fatal(err)
				}
				if secure {
					conn = tls.Client(conn, &tls.Config{RootCAs: s.roots, ServerName: "127.0.0.1", NextProtos: []string{"h2"}})
				}
				defer conn.Close()
				if took := answers(t, conn, begin+ping, 1); took != 0 {
					t.Errorf("a PING is answered after %v", took)
				}
				if took := answers(t, conn, strings.Repeat(ping, 3000), 3000); took < 5*time.Second || took > time.Minute {
					t.Errorf("3,000 are answered within %v", took)
				}
			})
		})
	}
}

// answers sends frames, and returns when so many PINGs are answered.
func answers(t *testing.T, conn net.Conn, frames string, n int) time.Duration {
	t.Helper()
	began := time.Now()
	go io.WriteString(conn, frames)
	for n > 0 {
		if kind, _ := readFrame(t, conn); kind == 0x6 {
			n--
		}
	}
	return time.Since(began)
}

// Who forgets the s of https is told so.
func TestPlainOnTheSecurePort(t *testing.T) {
	s := start(t, small(), fake{})
	conn, err := net.Dial("tcp", s.secure.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "GET "+wire.PathHealth+" HTTP/1.1\r\nHost: x\r\n\r\n")
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	if got, _ := io.ReadAll(conn); !strings.HasPrefix(string(got), "HTTP/1.0 400 ") || !strings.Contains(string(got), "https://") {
		t.Errorf("the answer is %q", got)
	}
}

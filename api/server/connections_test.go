package server

import (
	"io"
	"net"
	"net/netip"
	"testing"
	"time"

	"framepost/api/server/caller"
	"framepost/api/wire"
)

// Connections beyond what an address may have are closed at once; those that it has go on,
// and when it closes them it may have others.
func TestConnectionsAreLimited(t *testing.T) {
	c := small()
	c.Connections = 8
	s := start(t, c, fake{})
	var all []net.Conn
	for i := range 8 {
		conn, answered := connect(t, s)
		if want := i < 6; answered != want { // three quarters
			t.Errorf("connection %d is answered: %v, want %v", i+1, answered, want)
		}
		all = append(all, conn)
	}
	all[0].Close()
	wait(t, "the place is free", func() bool { return s.connections.inUse() == 5 })
	if _, answered := connect(t, s); !answered {
		t.Error("the place that was given back is not to be had")
	}
	for _, conn := range all {
		conn.Close()
	}
	wait(t, "all but one are free", func() bool { return s.connections.inUse() <= 1 })
}

// A load balancer's address is that of everybody behind it: it may have every connection.
func TestProxiesMayHaveEveryConnection(t *testing.T) {
	c := small()
	c.Connections = 8
	c.Proxies = caller.Proxies{netip.MustParsePrefix("127.0.0.1/32")}
	s := start(t, c, fake{})
	for i := range 10 {
		if _, answered := connect(t, s); answered != (i < 8) {
			t.Errorf("connection %d is answered: %v, want %v", i+1, answered, i < 8)
		}
	}
}

// connect opens a connection, and reports whether a request is answered on it.
func connect(t *testing.T, s *service) (conn net.Conn, answered bool) {
	t.Helper()
	conn, err := net.Dial("tcp", s.plain.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := io.WriteString(conn, "GET "+wire.PathHealth+" HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		return conn, false
	}
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	_, err = conn.Read(make([]byte, 1))
	return conn, err == nil
}

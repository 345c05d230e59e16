package server

import (
	"net"
	"net/netip"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"framepost/api/server/caller"
)

func TestUnsentBytesAreBounded(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	conn, err := bounded{Listener: l, connections: &shares{limit: 8}, proxies: caller.Proxies{netip.MustParsePrefix("127.0.0.1/32")}}.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	raw, err := conn.(*counted).Conn.(syscall.Conn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	if err := raw.Control(func(fd uintptr) {
		if got, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT); got != mostUnsent || err != nil {
			t.Errorf("%d bytes may wait (%v), want %d", got, err, mostUnsent)
		}
	}); err != nil {
		t.Fatal(err)
	}
}

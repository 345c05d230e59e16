package server

import (
	"net"
	"syscall"

	"golang.org/x/sys/unix"
)

// mostUnsent is how many bytes of a connection wait in the kernel before they are sent. Without a
// bound that is megabytes, and on a slow link a frame's answer waits for seconds behind a file of the
// page that was written before it. Whoever has a link so quick that this is short needs no longer one:
// what is on its way is not counted.
const mostUnsent = 64 << 10

func boundUnsent(conn net.Conn) {
	if socket, ok := conn.(syscall.Conn); ok {
		withDescriptor(socket, func(fd int) { // an old kernel without the option is as slow as ever
			_ = unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, mostUnsent)
		})
	}
}

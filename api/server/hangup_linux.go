package server

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// hungUp reports whether the peer of a socket has closed it, or its own direction of it: poll(2)
// says so also while there is something to read.
func hungUp(socket syscall.Conn) (gone bool) {
	withDescriptor(socket, func(fd int) {
		n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLRDHUP}}, 0)
		gone = err == nil && n > 0
	})
	return gone
}

// withDescriptor calls f with the descriptor of a socket, unless that is closed.
func withDescriptor(socket syscall.Conn, f func(fd int)) {
	if raw, err := socket.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) { f(int(fd)) })
	}
}

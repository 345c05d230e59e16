//go:build unix

package network

import "syscall"

// setBuffer makes a socket's receive buffer small. A connection that is accepted has
// the listener's.
func setBuffer(fd uintptr, bytes int) error {
	return syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, bytes)
}

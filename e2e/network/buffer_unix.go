//go:build unix

package network

import "syscall"

// setBuffer makes the receive buffer of a socket small. Accepted connections inherit it from
// the listener.
func setBuffer(fd uintptr, bytes int) error {
	return syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, bytes)
}

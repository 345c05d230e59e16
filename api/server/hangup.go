package server

import (
	"context"
	"net"
	"net/http"
	"syscall"
	"time"
)

// hangupPeriod is how often a connection is asked whether its client has closed it.
const hangupPeriod = 500 * time.Millisecond

type socketKey struct{}

// withSocket is http.Server's ConnContext: it keeps the socket that is below a connection for
// watchHangup. One that is none, as a pipe, is not kept.
func withSocket(ctx context.Context, conn net.Conn) context.Context {
	for {
		wrapper, ok := conn.(interface{ NetConn() net.Conn }) // as *tls.Conn is
		if !ok {
			break
		}
		conn = wrapper.NetConn()
	}
	if socket, ok := conn.(syscall.Conn); ok {
		return context.WithValue(ctx, socketKey{}, socket)
	}
	return ctx
}

// watchHangup calls gone when the client of an HTTP/1 request closes its connection, until ctx is
// done. net/http notices that by reading, and so not before what has come has been read, for which a
// stream may have no room. The system knows it as soon as the end has come: where the client has
// left more to send than the socket takes, that is when some of it has been read.
func watchHangup(ctx context.Context, r *http.Request, gone func()) {
	socket, ok := r.Context().Value(socketKey{}).(syscall.Conn)
	if !ok {
		return
	}
	ticks := time.NewTicker(hangupPeriod)
	defer ticks.Stop()
	for {
		select {
		case <-ticks.C:
			if hungUp(socket) {
				gone()
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

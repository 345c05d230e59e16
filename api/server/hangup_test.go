package server

import (
	"runtime"
	"testing"
	"time"

	"framepost/api/wire"
)

// A client that goes while its next pictures wait to be read, and no picture is finished that
// could be sent to it, leaves nothing behind.
func TestHangup(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("elsewhere the next answer shows it")
	}
	config := small()
	config.Workers, config.Timeout = 1, time.Hour // which would end the picture too
	h := newHold()
	s := start(t, config, h)
	for _, c := range s.clients(t) {
		t.Run(c.name, func(t *testing.T) {
			k := c.talk(t, wire.PathStream)
			go k.sender.Write([]byte(stills(0, 500))) // not all of it is read, and no more than a socket takes
			inFlight := <-h.entered
			wait(t, "the next picture waits", func() bool { return s.queued() > 0 })
			k.close()
			wait(t, "its picture is given up", func() bool { return inFlight.Err() != nil })
			s.settled(t)
			wait(t, "the stream has ended", func() bool { return s.streams.inUse() == 0 })
		})
	}
}

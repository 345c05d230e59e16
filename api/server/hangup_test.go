package server

import (
	"runtime"
	"testing"

	"framepost/api/wire"
)

// A client that goes while its next pictures wait to be read, and no picture is finished that
// could be sent to it, leaves nothing behind.
func TestHangup(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("elsewhere the next answer shows it")
	}
	config := small()
	config.Workers = 1
	h := newHold()
	s := start(t, config, h)
	for _, c := range s.clients(t) {
		t.Run(c.name, func(t *testing.T) {
			k := c.talk(t, wire.PathStream)
			go k.sender.Write([]byte(stills(0, 5000))) // not all of it is taken
			inFlight := <-h.entered
			wait(t, "the next picture waits", func() bool { return s.queued() > 0 })
			k.close()
			<-inFlight.Done()
			s.settled(t)
			wait(t, "the stream has ended", func() bool { return s.streams.inUse() == 0 })
		})
	}
}

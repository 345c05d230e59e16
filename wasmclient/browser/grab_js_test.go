package browser

import (
	"syscall/js"
	"testing"
	"time"

	"framepost/wasmclient/stream"
)

// A frame that cannot be grabbed is skipped, but only after the stream has finished sending it:
// otherwise the stream would wait for itself, and the page would hang.
func TestAFrameThatCannotBeGrabbedIsSkipped(t *testing.T) {
	thrower := func() js.Value { return window.Get("Function").New(`throw new Error("no")`) }
	worker := window.Get("EventTarget").New()
	worker.Set("postMessage", thrower())
	window.Set("framepost", object(encoder, worker))
	defer window.Delete("framepost")

	closed := 0
	frame := object("displayWidth", 640, "displayHeight", 480, "close", callback(func(js.Value) { closed++ }))
	for name, test := range map[string]struct{ video, frame js.Value }{
		"a video without a picture":     {object("readyState", 1), js.Undefined()},
		"a frame that is not delivered": {object("readyState", 4), frame},
	} {
		p := &port[js.Value]{}
		s, err := stream.New(stream.Default(), p)
		if err != nil {
			t.Fatal(err)
		}
		p.stream, p.server = s, newServer(s, clock{}, newGrabber(test.video), &screen{}, "", new(credential))
		s.Start()
		p.offer(test.frame, time.Now())

		later := make(chan struct{})
		window.Call("setTimeout", once(func(js.Value) { close(later) }), 0)
		<-later
		if stats := s.Stats(); stats.Dropped != 1 || stats.Sent != 0 || stats.InFlight != 0 {
			t.Errorf("%s: %d dropped, %d sent, %d in flight", name, stats.Dropped, stats.Sent, stats.InFlight)
		}
	}
	if closed != 1 {
		t.Errorf("the frame was closed %d times", closed)
	}
}

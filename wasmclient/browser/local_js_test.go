package browser

import (
	"syscall/js"
	"testing"
	"time"

	"framepost/wasmclient/stream"
)

// fakeWorker is a Worker that answers as public/local.js does: a frame of the chain "bad" is refused,
// any other one becomes 2×1 pixels, and a file its chain and type as text. The page's document must
// be replaced until the end of the test.
func fakeWorker(t *testing.T) {
	t.Helper()
	run := window.Get("Function").New(`
		this.document = {baseURI: "http://localhost/"};
		this.navigator ??= {hardwareConcurrency: 2}; // older Nodes have none
		this.Worker = class extends EventTarget {
			postMessage(message) {
				const [id, picture, buffer, chain] = message;
				const say = (data) => setTimeout(() => this.dispatchEvent(Object.assign(new Event("message"), {data})));
				if (buffer === undefined) {
					say([-1, 1, 2]);
					say([id, true]);
				} else if (typeof buffer === "string") { // the chain of a file
					say([id, new Blob([buffer + " as " + chain]), "2x1"]);
				} else if (chain === "bad") say([id, null, "bad_ops", "there is no bad"]);
				else say([id, new ArrayBuffer(8), 2, 1, "ops;dur=6.10", "2x1", null, null, "mean 3", "1 0 0 1 0 0"]);
			}
			terminate() {}
		}`)
	before := document
	run.Invoke()
	document = window.Get("document")
	t.Cleanup(func() {
		document = before
		window.Delete("document")
		window.Delete("Worker")
	})
}

// A worker is loaded when it is wanted, answers frames, and says why it refuses one.
func TestLocal(t *testing.T) {
	fakeWorker(t)
	p := &port[js.Value]{release: func(js.Value) {}}
	s, err := stream.New(stream.Default(), p)
	if err != nil {
		t.Fatal(err)
	}
	painted := 0
	canvas := object("putImageData", callback(func(js.Value) {}))
	show := &screen{ctx: canvas, shown: true, width: 2, height: 1, painted: func() { painted++ },
		imageData: window.Get("Array"), bytes: window.Get("Uint8ClampedArray")}
	l := newLocal(s, js.Null(), show)
	l.shown = func(_ js.Value, width, height int) {}
	p.stream, p.local, p.server = s, l, &local{}
	s.SetServerless()
	s.Start()
	frame := func() js.Value { return object("close", callback(func(js.Value) {})) }
	wait := func(what string, done func() bool) {
		t.Helper()
		for began := time.Now(); !done(); {
			if time.Since(began) > time.Minute {
				t.Fatalf("waited in vain for %s", what)
			}
			later := make(chan struct{})
			window.Call("setTimeout", once(func(js.Value) { close(later) }), 0)
			<-later
		}
	}

	l.refresh(stream.Stats{})
	if l.progress() == "" {
		t.Error("nothing is loaded")
	}
	wait("the worker", func() bool { return len(l.workers) > 0 && !l.loading })
	p.offer(frame(), time.Now())
	wait("an answer", func() bool { return painted == 1 })
	if stats := s.Stats(); stats.Shown != 1 || l.figures() != "mean 3" || s.Frames()[0].Timing.Ops != 6.1 || len(show.spares) != 1 {
		t.Errorf("%d shown, %q measured, %+v, %d buffers back", stats.Shown, l.figures(), s.Frames()[0], len(show.spares))
	}
	if err := s.Set(stream.Settings{Chain: "bad", Quality: 85}); err != nil {
		t.Fatal(err)
	}
	p.offer(frame(), time.Now())
	wait("the refusal", func() bool { return s.Stats().Refusal != nil })
	if got := s.Stats().Refusal.Detail; got != "there is no bad" {
		t.Errorf("it says %q", got)
	}

	l.lost(stream.Failure{Code: stream.UnavailableCode, Detail: "it has gone"})
	p.offer(frame(), time.Now())
	if stats := s.Stats(); stats.Page.Detail != "it has gone" || len(l.passes.busy) != 0 {
		t.Errorf("%+v, %d frames left", stats.Page, len(l.passes.busy))
	}
}

package browser

import (
	"syscall/js"
	"testing"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// A file is not sent if pictures stay in the page, or if the chain would mask it first: a worker of
// the page processes it. If there is none, nothing does.
func TestNoFileLeavesThePage(t *testing.T) {
	fakeWorker(t)
	worker := window.Get("Worker")
	sent, before := 0, window.Get("fetch")
	window.Set("fetch", callback(func(js.Value) { sent++ }))
	defer window.Set("fetch", before)
	for name, test := range map[string]struct {
		query  wire.Query
		stay   bool
		worker js.Value
		want   string
	}{
		"stays":     {wire.Query{Chain: "resize:700", Quality: 85}, true, worker, "resize:700 as image/jpeg, 2 × 1 px"},
		"is masked": {wire.Query{Chain: "faces:pixelate,local:,resize:700", Format: "png"}, false, worker, "faces:pixelate,resize:700 as image/png, 2 × 1 px"},
		"no worker": {wire.Query{Chain: "resize:700", Quality: 85}, true, js.Undefined(), "This page cannot do it: the browser starts no worker"},
	} {
		window.Set("Worker", test.worker)
		u := &uploads{may: new(credential), stay: func() bool { return test.stay }, developer: newDeveloper()}
		said := make(chan string, 1)
		u.post(js.Null(), test.query, func(answer js.Value, size string) {
			settled(answer.Call("text"), func(words js.Value) { said <- text(words) + ", " + size }, ignore)
		}, func(f stream.Failure) { said <- uploadText(f) })
		if got := <-said; got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	if sent != 0 {
		t.Errorf("%d files were sent", sent)
	}
}

// A file on its way is taken back when pictures may no longer leave the page, which then processes
// it; it can still be cancelled.
func TestFilesAreTakenBack(t *testing.T) {
	fakeWorker(t)
	var signals []js.Value
	before := window.Get("fetch")
	window.Set("fetch", js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		signals = append(signals, arguments[1].Get("signal"))
		never := callback(func(js.Value) {})
		return window.Get("Promise").New(never)
	}))
	defer window.Set("fetch", before)
	stay, said := false, make(chan string, 2)
	u := &uploads{may: new(credential), stay: func() bool { return stay }, developer: newDeveloper()}
	post := func(chain string) (cancel func()) {
		return u.post(js.Null(), wire.Query{Chain: chain}, func(answer js.Value, _ string) {
			settled(answer.Call("text"), func(words js.Value) { said <- text(words) }, ignore)
		}, func(stream.Failure) { said <- "failed" })
	}
	post("cancelled")()
	if len(u.sent) != 0 || !signals[0].Get("aborted").Bool() {
		t.Error("one that is cancelled is on its way")
	}
	signals = nil
	cancel := post("first")
	post("second")
	if u.refresh(stream.Stats{}); len(u.sent) != 2 || signals[0].Get("aborted").Bool() {
		t.Error("they are taken back although they may leave")
	}
	stay = true
	u.refresh(stream.Stats{})
	cancel()
	if got := <-said; got != "second as image/jpeg" || len(u.sent) != 0 {
		t.Errorf("%s, %d are on their way", got, len(u.sent))
	}
	for _, signal := range signals {
		if !signal.Get("aborted").Bool() {
			t.Error("one is still on its way")
		}
	}
}

// A cancelled file has neither an answer nor a failure, and the next one has its own.
func TestFilesInThePageAreCancelled(t *testing.T) {
	fakeWorker(t)
	d, said := newDeveloper(), make(chan string, 2)
	develop := func(chain string) (cancel func()) {
		return d.develop(js.Null(), wire.Query{Chain: chain}, func(js.Value, string) { said <- chain }, func(stream.Failure) { said <- "failed" })
	}
	develop("first")()
	develop("second")
	if got := <-said; got != "second" || len(d.jobs) != 0 {
		t.Errorf("%s, %d jobs left", got, len(d.jobs))
	}
}

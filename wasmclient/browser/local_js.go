package browser

import (
	"slices"
	"strconv"
	"syscall/js"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// local is the lane that processes frames in the page, in one or two workers, each of which runs
// public/local.js with a module of its own. They are loaded when the stream wants it.
type local struct {
	stream  *stream.Stream
	video   js.Value
	screen  *screen
	workers []*codec
	passes  carriers[*pass]
	gone    func() // called when the workers are lost

	loading bool
	comes   *codec                                  // the worker that is loaded while loading
	share   float64                                 // of the module that has arrived, 0 to 1
	figured string                                  // what the chain has measured of the last frame
	affine  string                                  // see wire.HeaderFrameAffine
	facts   js.Value                                // a Headers with affine
	shown   func(facts js.Value, width, height int) // called with each answer that has been painted
}

// twoWorkers is the number of the device's processors from which two workers pay: the page and the
// camera need some, too.
const twoWorkers = 4

func newLocal(s *stream.Stream, video js.Value, screen *screen) *local {
	l := &local{stream: s, video: video, screen: screen, gone: func() {}}
	l.passes.anew = func() *pass { return newPass(l) }
	return l
}

// asset returns the address of a file of the page.
func asset(path string) string {
	return window.Get("URL").New(path, document.Get("baseURI")).Get("href").String()
}

// refresh loads the workers if the stream wants them, and gives that up if the server's answers would
// wait for it.
func (l *local) refresh(stream.Stats) {
	switch {
	case !l.loading && l.stream.WantsPage(!savesData()):
		l.loading, l.share = true, 0
		l.load()
	case l.loading && l.comes != nil && l.stream.HeldUp():
		l.comes.worker.Call("terminate")
		l.loading, l.comes = false, nil
	}
}

// load starts a worker. The next one follows when it is ready, and finds the module in the
// browser's cache.
func (l *local) load() {
	l.comes = employ(func(share float64) {
		if l.loading {
			l.share = share
		}
	}, func(c *codec) {
		l.workers, l.loading, l.comes = append(l.workers, c), false, nil
		l.stream.PageReady(len(l.workers))
		if len(l.workers) == 1 && window.Get("navigator").Get("hardwareConcurrency").Int() >= twoWorkers {
			l.load()
		}
	}, func(c *codec, why stream.Failure) {
		if slices.Contains(l.workers, c) || len(l.workers) == 0 {
			l.lost(why)
		}
	})
}

// employ starts a worker with the module, and returns it, or nil. It calls told with how much of the
// module has arrived, 0 to 1, ready when the worker has it, and failed if that fails, or later the
// worker. Such a worker is terminated.
func employ(told func(share float64), ready func(*codec), failed func(*codec, stream.Failure)) (c *codec) {
	var worker js.Value
	if !attempt(func() { worker = window.Get("Worker").New(asset("local.js"), object("name", "local")) }) {
		failed(nil, stream.Failure{Code: stream.UnavailableCode, Detail: "the browser starts no worker"})
		return nil
	}
	c = newCodec(worker)
	c.told = func(progress js.Value) {
		if total := float(progress.Index(2)); total > 0 {
			told(min(float(progress.Index(1))/total, 1))
		}
	}
	end := func(why stream.Failure) {
		worker.Call("terminate")
		failed(c, why)
	}
	on(worker, "error", func(js.Value) {
		end(stream.Failure{Code: stream.UnavailableCode, Detail: "local.js cannot be loaded, or has failed"})
	})
	files := object("exec", asset("dist/wasm_exec.js"), "wasm", asset("dist/local.wasm"))
	c.send(func(result js.Value) {
		if result.Index(1).Truthy() {
			ready(c)
		} else {
			end(reason(result))
		}
	}, nil, files)
	return c
}

// lost is called when the first worker cannot be loaded, or one that was has failed.
func (l *local) lost(why stream.Failure) {
	for _, c := range l.workers {
		c.worker.Call("terminate")
	}
	l.passes.drop()
	l.workers, l.loading, l.comes = nil, false, nil
	l.gone()
	l.stream.PageLost(why)
}

// reason reads the reason of a failure from a worker's result.
func reason(result js.Value) stream.Failure {
	return stream.Failure{Code: wire.Code(text(result.Index(2))), Detail: text(result.Index(3))}
}

// progress returns how much of the module has arrived while it is loaded, as in "40 %", or "".
func (l *local) progress() string {
	if !l.loading {
		return ""
	}
	return strconv.Itoa(int(l.share*100)) + " %"
}

func (l *local) send(request stream.Request, frame js.Value) {
	p := l.passes.take()
	p.id, p.chain, p.wary = request.ID, request.Chain, request.Wary
	p.still.take(frame)
}

// work hands a picture of its own size to the worker with the fewest frames, which runs the chain on
// it, closes it, and answers done. What warily means is said at frame.Frame. If there is no worker, or it
// does not take the picture, failed is called once work has returned.
func (l *local) work(picture js.Value, chain string, warily bool, done func(result js.Value), failed js.Func) {
	if len(l.workers) == 0 || !attempt(func() {
		idlest := slices.MinFunc(l.workers, func(a, b *codec) int { return a.pending() - b.pending() })
		idlest.send(done, []js.Value{picture, l.screen.spare()}, chain, 0, 0, warily)
	}) {
		picture.Call("close")
		window.Call("queueMicrotask", failed)
	}
}

func (l *local) show(id int) {
	if p, ok := l.passes.find(id); ok {
		l.screen.paint(p.picture, p.picture.region())
		l.shown(l.facts, l.screen.width, l.screen.height)
	}
}

// abort does nothing: a worker cannot be interrupted, and the stream ignores what it answers.
func (l *local) abort(int) {}

// learn keeps what a worker says of a frame beside its pixels: figures and affine.
func (l *local) learn(figures, affine js.Value) {
	l.figured = text(figures)
	if a := text(affine); a != l.affine || l.facts.IsUndefined() {
		l.affine, l.facts = a, window.Get("Headers").New(object(wire.HeaderFrameAffine, a))
	}
}

// figures returns what the chain has measured of the last frame, or "".
func (l *local) figures() string { return l.figured }

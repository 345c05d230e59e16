package network

import (
	"slices"
	"testing"
	"time"

	"framepost/e2e/browser"
)

// stopwatch measures every entry of JavaScript into Go, with all that Go calls there: it
// wraps what Go's support file calls for each. It keeps the WebAssembly memory's size
// at hand too.
const stopwatch = `{
	let real;
	Object.defineProperty(globalThis, "Go", {
		get: () => real,
		set: (go) => {
			real = go;
			const resume = go.prototype._resume;
			globalThis.work = [];
			go.prototype._resume = function () {
				globalThis.wasmBytes = () => this._inst.exports.mem.buffer.byteLength;
				const began = performance.now();
				try { return resume.call(this); } finally { work.push(began, performance.now() - began); }
			};
		},
	});
}`

// loaded opens the page with the stopwatch in it.
func loaded(b testing.TB) *browser.Tab {
	server := serve(b)
	tab := open(b, file(b, vga)).Tab(b)
	tab.Before(stopwatch)
	tab.Camera(server.Secure(), browser.Granted)
	tab.Open(server.Secure() + "/")
	tab.Wait("frames on the screen", "globalThis.framepost?.stats?.().shown > 5")
	return tab
}

// BenchmarkMainThread is the time on the main thread that Go and the JavaScript which it
// calls take for each frame.
func BenchmarkMainThread(b *testing.B) {
	tab := loaded(b)
	time.Sleep(settle)
	var work []float64 // when, how long, when, how long …
	tab.Eval("work.length = 0", nil)
	var before, after struct{ Shown int }
	tab.Eval("framepost.stats()", &before)
	time.Sleep(measure)
	tab.Eval("framepost.stats()", &after)
	tab.Eval("work", &work)
	const interval = 1000.0 / 30
	frames := make([]float64, int(measure.Seconds()*30))
	sum := 0.0
	for i := 0; i+1 < len(work); i += 2 {
		sum += work[i+1]
		if slot := int((work[i] - work[0]) / interval); slot < len(frames) {
			frames[slot] += work[i+1]
		}
	}
	slices.Sort(frames)
	p95 := frames[len(frames)*95/100]
	b.ReportMetric(sum/float64(after.Shown-before.Shown), "ms/frame")
	b.ReportMetric(p95, "ms-p95/frame")
	if p95 > 4 {
		b.Errorf("p95 %.2f ms a frame; at most 4 are allowed", p95)
	}
}

// BenchmarkMemory streams for ten minutes.
func BenchmarkMemory(b *testing.B) {
	tab := loaded(b)
	time.Sleep(time.Minute)
	size := func() (js, wasm float64) {
		tab.Eval("wasmBytes()", &wasm)
		tab.Eval("work.length = 0", nil)
		return tab.Heap(), wasm
	}
	jsBefore, wasmBefore := size()
	time.Sleep(10 * time.Minute)
	jsAfter, wasmAfter := size()
	const MB = 1e6
	b.ReportMetric((jsAfter-jsBefore)/MB, "MB-JavaScript")
	b.ReportMetric((wasmAfter-wasmBefore)/MB, "MB-WebAssembly")
	if grown := max(jsAfter-jsBefore, wasmAfter-wasmBefore); grown > 5*MB {
		b.Errorf("grown by %.1f MB; at most 5 are allowed", grown/MB)
	}
}

package main

import (
	"context"
	"errors"
	"slices"
	"syscall/js"
	"time"

	"framepost/api/filter"
	"framepost/api/pipeline/pixels"
	"framepost/api/wire"
)

// worker processes one frame after the other. It works in the goroutine of main: a callback of
// JavaScript must not wait, and a chain may have to wait for a file.
type worker struct {
	host     js.Value
	pipeline *pixels.Pipeline
	jobs     chan job

	text  string // of chain
	chain filter.Chain
	in    []byte // pixels of the frame
	out   []byte // pixels of the answer
}

// job is a frame, or only a chain to parse if pixels is null.
type job struct {
	chain  string
	pixels js.Value // a Uint8Array
	w, h   int      // px
	wary   bool     // see pixels.Picture
	read   float64  // ms that it took to get the pixels
	buffer js.Value // an ArrayBuffer to use for the answer, if it has its size, or undefined
}

func newWorker(host js.Value, p *pixels.Pipeline) *worker {
	return &worker{host: host, pipeline: p, jobs: make(chan job, 1), text: "\x00"}
}

// take is called by JavaScript with the fields of a job, one at a time: the next one comes after
// the answer or the failure of this one.
func (w *worker) take(_ js.Value, a []js.Value) any {
	j := job{chain: a[0].String(), pixels: a[1]}
	if !j.pixels.IsNull() {
		j.w, j.h, j.read, j.buffer = a[2].Int(), a[3].Int(), a[4].Float(), a[5]
		j.wary = a[6].Truthy()
	}
	w.jobs <- j
	return nil
}

func (w *worker) work() {
	for j := range w.jobs {
		if err := w.do(j); err != nil {
			var e *wire.Error
			if !errors.As(err, &e) {
				e = &wire.Error{Code: wire.Internal, Detail: err.Error()}
			}
			w.host.Call("fail", string(e.Code), e.Detail)
		}
	}
}

// do does a job and answers it. A panic, which is a defect, fails that frame alone.
func (w *worker) do(j job) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			w.text = "\x00"
			err = &wire.Error{Code: wire.Internal, Detail: "the page has failed to process the frame"}
			if e, ok := cause.(error); ok {
				println("local:", e.Error())
			}
		}
	}()
	if j.chain != w.text {
		if w.chain, err = w.pipeline.Parse(j.chain); err != nil {
			w.text = "\x00"
			return err
		}
		w.text = j.chain
	}
	if j.pixels.IsNull() {
		w.host.Call("answer", true)
		return nil
	}
	began := time.Now()
	w.in = slices.Grow(w.in[:0], j.pixels.Length())[:j.pixels.Length()]
	js.CopyBytesToGo(w.in, j.pixels)
	copied := time.Since(began)
	a, timing, err := w.pipeline.Process(context.Background(), w.chain, pixels.Picture{W: j.w, H: j.h, Pix: w.in, Wary: j.wary})
	if err != nil {
		return err
	}
	defer a.Release()
	timing.Decode += j.read + copied.Seconds()*1000
	began = time.Now()
	pixels := w.pixels(a, j.buffer)
	timing.Encode = time.Since(began).Seconds() * 1000
	w.host.Call("answer", pixels, a.W, a.H, timing.String(), wire.FormatSize(a.W, a.H), faces(a), js.Null(), textOrNull(a.Figures.String()), affine(a))
	return nil
}

// pixels returns an ArrayBuffer with the pixels of an answer.
func (w *worker) pixels(a pixels.Answer, buffer js.Value) js.Value {
	stride := 4 * a.W
	w.out = slices.Grow(w.out[:0], stride*a.H)[:stride*a.H]
	for y := range a.H {
		to := w.out[y*stride:][:stride]
		if row := a.Row(to, y); &row[0] != &to[0] {
			copy(to, row)
		}
	}
	if !buffer.Truthy() || buffer.Get("byteLength").Int() != len(w.out) {
		buffer = js.Global().Get("ArrayBuffer").New(len(w.out))
	}
	js.CopyBytesToJS(js.Global().Get("Uint8Array").New(buffer), w.out)
	return buffer
}

func faces(a pixels.Answer) js.Value {
	if a.Faces == nil {
		return js.Null()
	}
	return js.ValueOf(wire.FormatBoxes(a.Faces))
}

func affine(a pixels.Answer) js.Value {
	if !a.Affine.Known() {
		return js.Null()
	}
	return js.ValueOf(a.Affine.String())
}

func textOrNull(s string) js.Value {
	if s == "" {
		return js.Null()
	}
	return js.ValueOf(s)
}

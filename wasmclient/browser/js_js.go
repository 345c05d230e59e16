package browser

import (
	"syscall/js"
	"time"
)

var (
	window   = js.Global()
	document = window.Get("document")
)

// has says whether the browser knows that global name.
func has(name string) bool { return window.Get(name).Truthy() }

func byID(id string) js.Value { return document.Call("getElementById", id) }

// element makes an element; attributes are names and values by turns.
func element(tag string, attributes ...string) js.Value {
	e := document.Call("createElement", tag)
	for i := 0; i < len(attributes); i += 2 {
		e.Call("setAttribute", attributes[i], attributes[i+1])
	}
	return e
}

// within finds the first element below another.
func within(e js.Value, selector string) js.Value { return e.Call("querySelector", selector) }

// write sets an element's text and returns the element.
func write(e js.Value, text string) js.Value {
	e.Set("textContent", text)
	return e
}

// hold shows a button that stays down, or does not.
func hold(e js.Value, down bool) { e.Call("setAttribute", "aria-pressed", down) }

// value is what an input holds.
func value(e js.Value) string { return e.Get("value").String() }

// chosen is the value of the radio that is on in a group.
func chosen(name string) string {
	return value(document.Call("querySelector", "input[name="+name+"]:checked"))
}

// choose switches one of a group of radios on.
func choose(name, value string) {
	document.Call("querySelector", "input[name="+name+"][value="+value+"]").Set("checked", true)
}

// bound returns a method that needs no look-up by name when it is invoked.
func bound(object js.Value, method string) js.Value {
	return object.Get(method).Call("bind", object)
}

// callback is a js.Func that lives as long as the page: made once for each place
// that needs one and used again for every frame. It must not block.
func callback(f func(arg js.Value)) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		if len(args) == 0 {
			f(js.Undefined())
		} else {
			f(args[0])
		}
		return nil
	})
}

// on calls f for every such event, as long as the page lives.
func on(target js.Value, event string, f func(event js.Value)) {
	target.Call("addEventListener", event, callback(f))
}

// settled calls one of the two when the promise is settled, and releases both. It
// is for what happens once in a while; what happens for every frame keeps its
// callbacks.
func settled(promise js.Value, fulfilled, rejected func(js.Value)) {
	var ok, bad js.Func
	finish := func(f func(js.Value)) func(js.Value) {
		return func(v js.Value) {
			ok.Release()
			bad.Release()
			f(v)
		}
	}
	ok, bad = callback(finish(fulfilled)), callback(finish(rejected))
	promise.Call("then", ok, bad)
}

// attempt calls f and reports whether it came to its end, which an exception of
// JavaScript's prevents.
func attempt(f func()) (ok bool) {
	defer func() {
		if e := recover(); e != nil {
			if _, exception := e.(js.Error); !exception {
				panic(e)
			}
		}
	}()
	f()
	return true
}

func object(fields map[string]any) js.Value { return js.ValueOf(fields) }

// text is a string, empty if v is something else.
func text(v js.Value) string {
	if v.Type() != js.TypeString {
		return ""
	}
	return v.String()
}

// clock turns the browser's time, ms on performance.now's clock, into Go's and
// back. Go's monotonic clock is performance.now here, so the two do not drift.
type clock struct {
	performance js.Value // performance.now
	origin      time.Time
}

func newClock() clock {
	now := bound(window.Get("performance"), "now")
	c, least := clock{performance: now}, time.Hour
	for range 5 { // the quickest reading: a thread that is put aside between the two is late
		before := time.Now()
		ms := now.Invoke().Float()
		if took := time.Since(before); took < least {
			c.origin, least = before.Add(took/2-duration(ms)), took
		}
	}
	return c
}

func (c clock) now() float64              { return c.performance.Invoke().Float() }
func (c clock) time(ms float64) time.Time { return c.origin.Add(duration(ms)) }
func (c clock) ms(t time.Time) float64    { return millis(t.Sub(c.origin)) }
func duration(ms float64) time.Duration   { return time.Duration(ms * float64(time.Millisecond)) }
func millis(d time.Duration) float64      { return float64(d) / float64(time.Millisecond) }

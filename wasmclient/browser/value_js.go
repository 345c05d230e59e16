package browser

import "syscall/js"

// has reports whether the browser knows that global name.
func has(name string) bool { return window.Get(name).Truthy() }

func object(fields map[string]any) js.Value { return js.ValueOf(fields) }

// text returns the string that v is, or "" if it is something else.
func text(v js.Value) string {
	if v.Type() != js.TypeString {
		return ""
	}
	return v.String()
}

// float returns the number that v is, or 0 if it is something else.
func float(v js.Value) float64 {
	if v.Type() != js.TypeNumber {
		return 0
	}
	return v.Float()
}

// each calls f for the elements of an array or list. Anything else has none.
func each(array js.Value, f func(js.Value)) {
	if array.Type() != js.TypeObject {
		return
	}
	for i := range array.Length() {
		f(array.Index(i))
	}
}

// bound returns a method that needs no look-up by name when it is invoked.
func bound(object js.Value, method string) js.Value {
	return object.Get(method).Call("bind", object)
}

// callback returns a js.Func that lives as long as the page: one is made for each place
// that needs one and serves every frame. f must not block.
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

// once returns a js.Func for one call, which releases it.
func once(f func(arg js.Value)) js.Func {
	var c js.Func
	c = callback(func(arg js.Value) {
		c.Release()
		f(arg)
	})
	return c
}

// settled calls one of the two functions when the promise is settled, and releases both:
// it is not for every frame.
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

// ignore is for a promise whose end changes nothing.
func ignore(js.Value) {}

// attempt calls f and reports whether it returned. It ends at a JavaScript exception, or
// where f reads a field of what has none, such as null.
func attempt(f func()) (ok bool) {
	defer func() {
		switch e := recover().(type) {
		case nil, js.Error, *js.ValueError:
		default:
			panic(e)
		}
	}()
	f()
	return true
}

package browser

import "syscall/js"

// has reports whether the browser has a global of that name.
func has(name string) bool { return window.Get(name).Truthy() }

// object returns a JavaScript object with fields, which are names and values in turn. With a map
// the code of the calls would be twice as long, and there are a hundred.
func object(fields ...any) js.Value {
	o := window.Get("Object").New()
	for i := 0; i < len(fields); i += 2 {
		o.Set(fields[i].(string), fields[i+1])
	}
	return o
}

// text returns v if it is a string, and "" otherwise.
func text(v js.Value) string {
	if v.Type() != js.TypeString {
		return ""
	}
	return v.String()
}

// float returns v if it is a number, and 0 otherwise.
func float(v js.Value) float64 {
	if v.Type() != js.TypeNumber {
		return 0
	}
	return v.Float()
}

// each calls f for the elements of an array or list. For any other value it does nothing.
func each(array js.Value, f func(js.Value)) {
	if array.Type() != js.TypeObject {
		return
	}
	for i := range array.Length() {
		f(array.Index(i))
	}
}

// bound returns a method bound to its object, which can be invoked without looking up its name.
func bound(object js.Value, method string) js.Value {
	return object.Get(method).Call("bind", object)
}

// callback returns a js.Func that is never released. It is for callbacks that are made once and
// used for every frame. f must not block.
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

// once returns a js.Func for a single call, after which it is released.
func once(f func(arg js.Value)) js.Func {
	var c js.Func
	c = callback(func(arg js.Value) {
		c.Release()
		f(arg)
	})
	return c
}

// settled calls one of two functions when the promise is settled, and releases both. It makes
// them anew at each call, which is too slow for every frame.
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

// ignore is for promises whose outcome does not matter.
func ignore(js.Value) {}

// attempt calls f and reports whether it returned. It recovers from JavaScript exceptions and
// from reading a field of a value that has none, such as null.
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

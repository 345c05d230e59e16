package browser

import (
	"syscall/js"
	"testing"
)

func TestAttempt(t *testing.T) {
	if !attempt(func() {}) {
		t.Error("what throws nothing fails")
	}
	if attempt(func() { window.Call("decodeURIComponent", "%") }) {
		t.Error("an exception of JavaScript's goes unnoticed")
	}
	if attempt(func() { js.Null().Get("field") }) {
		t.Error("a field of null goes unnoticed")
	}
	defer func() {
		if recover() == nil {
			t.Error("a defect of Go's is swallowed")
		}
	}()
	attempt(func() { panic("defect") })
}

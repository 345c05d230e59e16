package browser

import (
	"syscall/js"
	"testing"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// A file is not sent if pictures stay in the page, or if the chain would mask it first.
func TestNoFileLeavesThePage(t *testing.T) {
	sent, before := 0, window.Get("fetch")
	window.Set("fetch", callback(func(js.Value) { sent++ }))
	defer window.Set("fetch", before)
	for name, test := range map[string]struct {
		chain string
		stay  bool
	}{
		"stays":     {"resize:700", true},
		"is masked": {"faces:pixelate,local:,resize:700", false},
	} {
		u := &uploads{may: new(credential), stay: func() bool { return test.stay }}
		why := make(chan stream.Failure, 1)
		u.post(js.Null(), wire.Query{Chain: test.chain, Quality: 85}, func(js.Value, string) { t.Errorf("%s: an answer", name) },
			func(f stream.Failure) { why <- f })
		later := make(chan struct{})
		window.Call("setTimeout", once(func(js.Value) { close(later) }), 0)
		<-later
		select {
		case f := <-why:
			if f.Detail == "" {
				t.Errorf("%s: it does not say why", name)
			}
		default:
			t.Errorf("%s: it says nothing", name)
		}
	}
	if sent != 0 {
		t.Errorf("%d files were sent", sent)
	}
}

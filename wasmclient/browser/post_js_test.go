package browser

import (
	"syscall/js"
	"testing"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

func TestProblem(t *testing.T) {
	for body, want := range map[string]wire.Error{
		`{"status":400,"code":"bad_ops","detail":"no such operation"}`: {Code: wire.BadOps, Detail: "no such operation"},
		`{"code":"busy"}`:         {Code: wire.Busy},
		`{"code":1,"detail":[2]}`: {},
		`<html>502</html>`:        {},
		`null`:                    {},
		``:                        {},
	} {
		code, detail := problem(js.ValueOf(body))
		if code != want.Code || detail != want.Detail {
			t.Errorf("%q gives %q, %q", body, code, detail)
		}
	}
}

func TestAttempt(t *testing.T) {
	if !attempt(func() {}) {
		t.Error("what throws nothing fails")
	}
	if attempt(func() { window.Call("decodeURIComponent", "%") }) {
		t.Error("an exception of JavaScript's goes unnoticed")
	}
	defer func() {
		if recover() == nil {
			t.Error("a defect of Go's is swallowed")
		}
	}()
	attempt(func() { panic("defect") })
}

func TestURLFollowsTheRequest(t *testing.T) {
	l := newLane(nil, clock{}, nil, nil, "https://api.example")
	r := stream.Request{Settings: stream.Default().Settings, Scale: 100}
	for _, want := range []string{
		"https://api.example/v1/frame?ops=resize:700,mirror&q=85",
		"https://api.example/v1/frame?ops=resize:700,mirror&q=85&scale=75",
		"https://api.example/v1/frame?ops=mirror&q=40&scale=75",
	} {
		if got := l.url(r).String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if r.Scale == 75 {
			r.Chain, r.Quality = "mirror", 40
		}
		r.Scale = 75
	}
}

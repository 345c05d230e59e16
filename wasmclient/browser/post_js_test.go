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

func TestAddress(t *testing.T) {
	l := newLane(nil, clock{}, nil, nil, "https://api.example")
	r := stream.Request{Settings: stream.Default().Settings, Scale: 100}
	if got, want := l.address(r).String(), "https://api.example/v1/frame?ops=resize%3A700%2Cmirror&q=85"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	r.Chain, r.Quality, r.Scale = "text:a&b=ü", 40, 75
	if got, want := l.address(r).String(), "https://api.example/v1/frame?ops=text%3Aa%26b%3D%C3%BC&q=40&scale=75"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

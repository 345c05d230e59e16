package browser

import (
	"syscall/js"
	"testing"

	"framepost/api/wire"
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

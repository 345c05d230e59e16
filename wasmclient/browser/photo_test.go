package browser

import (
	"testing"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

func TestUploadText(t *testing.T) {
	for _, c := range []struct {
		failure stream.Failure
		want    string
		waits   bool
	}{
		{stream.Failure{Status: 415, Detail: "the body is SVG; JPEG, PNG, WebP and GIF are allowed"}, "The server says: the body is SVG; JPEG, PNG, WebP and GIF are allowed", false},
		{stream.Failure{Code: wire.TooManyPixels, Detail: "the picture is 9000x9000"}, "This page cannot do it: the picture is 9000x9000", false},
		{stream.Failure{}, "The server does not answer", false},
		{stream.Failure{Status: 413}, "The file is larger than the server takes", false},
		{stream.Failure{Status: 502}, "The server cannot do it now", false},
		{stream.Failure{Status: 503}, "The server cannot do it now", true},
		{stream.Failure{Status: 429, Detail: "10 a second are allowed"}, "The server says: 10 a second are allowed", true},
	} {
		if got := uploadText(c.failure); got != c.want {
			t.Errorf("%+v is %q, want %q", c.failure, got, c.want)
		}
		if asksToWait(c.failure) != c.waits {
			t.Errorf("%+v asks to wait: %v", c.failure, !c.waits)
		}
	}
	if got := sizeText("700x525"); got != "700 × 525 px" {
		t.Errorf("a size is %q", got)
	}
}

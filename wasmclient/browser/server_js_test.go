package browser

import (
	"testing"

	"framepost/wasmclient/stream"
)

func TestURLFollowsTheRequest(t *testing.T) {
	s := newServer(nil, clock{}, nil, nil, "https://api.example", new(credential))
	r := stream.Request{Settings: stream.Default().Settings, Scale: 100}
	for _, test := range []struct {
		change func()
		want   string
	}{
		{func() {}, "/v1/frame?ops=resize:700,mirror&q=85"},
		{func() { r.Scale = 75 }, "/v1/frame?ops=resize:700,mirror&q=85&scale=75"},
		{func() { r.Bytes = 9984 }, "/v1/frame?ops=resize:700,mirror&q=85&bytes=9984&scale=75"},
		{func() { r.Bytes = 0 }, "/v1/frame?ops=resize:700,mirror&q=85&scale=75"},
		{func() { r.Chain, r.Quality = "mirror", 40 }, "/v1/frame?ops=mirror&q=40&scale=75"},
	} {
		test.change()
		if got, want := s.url(r).String(), "https://api.example"+test.want; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

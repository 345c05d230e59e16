package browser

import (
	"testing"

	"framepost/wasmclient/stream"
)

func TestURLFollowsTheRequest(t *testing.T) {
	s := newServer(nil, clock{}, nil, nil, "https://api.example", new(credential))
	r := stream.Request{Settings: stream.Default().Settings, Scale: 100}
	for _, want := range []string{
		"https://api.example/v1/frame?ops=resize:700,mirror&q=85",
		"https://api.example/v1/frame?ops=resize:700,mirror&q=85&scale=75",
		"https://api.example/v1/frame?ops=mirror&q=40&scale=75",
	} {
		if got := s.url(r).String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if r.Scale == 75 {
			r.Chain, r.Quality = "mirror", 40
		}
		r.Scale = 75
	}
}

package browser

import (
	"testing"

	"framepost/api/wire"
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
		{func() { r.Bytes = 9984 }, "/v1/frame?ops=resize:700,mirror&q=85&bytes=~9984&scale=75"},
		{func() { r.Bytes = 0 }, "/v1/frame?ops=resize:700,mirror&q=85&scale=75"},
		{func() { r.Chain, r.Quality = "mirror", 40 }, "/v1/frame?ops=mirror&q=40&scale=75"},
	} {
		test.change()
		if got, want := s.url(r, wire.Region{}).String(), "https://api.example"+test.want; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	region := wire.Region{Box: wire.Box{X: 16, Y: 32, W: 64, H: 48}, FrameW: 640, FrameH: 480}
	if got, want := s.url(r, region).String(), "https://api.example/v1/frame?ops=mirror&q=40&scale=75&region=16,32,64,48,640,480"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

package server

import (
	"testing"

	"framepost/api/pipeline"
	"framepost/api/wire"
)

func TestAffineOfAnAnswer(t *testing.T) {
	s := start(t, small(), real)
	card := string(pipeline.TestCard())
	for _, c := range s.clients(t) {
		for ops, want := range map[string]string{
			"": "1,0,0,1,0,0", wire.DefaultChain: "-1,0,0,1,1,0", "crop:25%25:50%25:50%25:50%25,resize:100": "0.5,0,0,0.5,0.25,0.5", "rotate": "0,-1,1,0,0,1",
		} {
			got := c.post(t, wire.PathFrame+"?ops="+ops, card)
			if affine := got.Header.Get(wire.HeaderFrameAffine); affine != want {
				t.Errorf("%s: %q has %s, want %s", c.name, ops, affine, want)
			}
		}
	}
	s.settled(t)
}

package server

import (
	"net/http"
	"strings"
	"testing"

	"framepost/api/jpeg"
	"framepost/api/pipeline"
	"framepost/api/wire"
)

// TestAnswerToARegion sends the test card as a whole frame, as a region that is all of a frame, and as
// one in the middle.
func TestAnswerToARegion(t *testing.T) {
	s := start(t, small(), real)
	card := string(pipeline.TestCard())
	h, err := jpeg.ParseHeader([]byte(card))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range s.clients(t) {
		frame := c.post(t, wire.PathFrame+"?ops=mirror,sharpen", card)
		if frame.Header.Get(wire.HeaderFrameRegion) != "" || frame.Header.Get(wire.HeaderFrameReach) == "" {
			t.Errorf("%s: a frame has the headers %v", c.name, frame.Header)
		}
		if got := c.post(t, wire.PathFrame+"?ops=equalize", card); got.Header.Get(wire.HeaderFrameReach) != "" {
			t.Errorf("%s: a chain that is not local has the reach %q", c.name, got.Header.Get(wire.HeaderFrameReach))
		}
		all := wire.Region{Box: wire.Box{W: h.W, H: h.H}, FrameW: h.W, FrameH: h.H}.String()
		got := c.post(t, wire.PathFrame+"?ops=mirror,equalize&region="+all, card)
		if region := got.Header.Get(wire.HeaderFrameRegion); got.StatusCode != http.StatusOK || region != all {
			t.Errorf("%s: all of the frame has the answer %d, %q", c.name, got.StatusCode, region)
		}
		part := wire.Region{Box: wire.Box{X: 32, Y: 16, W: h.W, H: h.H}, FrameW: 2 * h.W, FrameH: 2 * h.H}.String()
		got = c.post(t, wire.PathFrame+"?ops=mirror,sharpen&region="+strings.ReplaceAll(part, ",", "%2C"), card)
		// sharpen sees 3 px far, and chroma falls in pairs; mirrored, the right edge is 32 px from the left.
		want := wire.Region{Box: wire.Box{X: h.W - 32 + 4, Y: 20, W: h.W - 8, H: h.H - 8}, FrameW: 2 * h.W, FrameH: 2 * h.H}
		if region := got.Header.Get(wire.HeaderFrameRegion); region != want.String() {
			t.Errorf("%s: the answer is the region %q, want %s", c.name, region, want)
		}
		if size := got.Header.Get(wire.HeaderFrameSize); size != wire.FormatSize(want.W, want.H) {
			t.Errorf("%s: the answer is %s", c.name, size)
		}
		if reach := got.Header.Get(wire.HeaderFrameReach); reach != frame.Header.Get(wire.HeaderFrameReach) {
			t.Errorf("%s: the reach is %s", c.name, reach)
		}
		if got := c.post(t, wire.PathStream+"?region="+part, card); got.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: a stream takes a region: %d", c.name, got.StatusCode)
		}
	}
	s.settled(t)
}

func TestRegionsAreNotRemembered(t *testing.T) {
	p := &chains{}
	q := queries{pipeline: p, names: frameNames}
	for _, box := range []wire.Box{{X: 0, Y: 0, W: 16, H: 16}, {X: 16, Y: 0, W: 16, H: 16}, {X: 32, Y: 48, W: 9, H: 7}} {
		want := wire.Region{Box: box, FrameW: 64, FrameH: 64}
		got, err := q.parse("ops=mirror&region=" + want.String() + "&q=70")
		if err != nil || got.region != want || got.quality != 70 {
			t.Errorf("%s: %+v, %v", want, got.region, err)
		}
	}
	if len(p.asked) != 1 || len(q.known) != 1 {
		t.Errorf("the chain was parsed %d times, %d queries are remembered", len(p.asked), len(q.known))
	}
}

package stream

import (
	"slices"
	"time"

	"framepost/api/wire"
)

// SendRegions sets whether only what has changed of a frame is sent. At first it is not: the browser
// must be able to paint an answer into the picture on its screen.
func (s *Stream) SendRegions(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tiles.on = on
}

// Choose returns the region to send of a frame whose Request has Compare. w×h px is the size in which
// it is sent, luma its thumbnail of TileColumns×TileRows bytes, row by row, each the mean luma of
// a tile; Choose keeps no reference to it. Choose returns false if nothing is to be sent: the
// browser calls Skip.
func (s *Stream) Choose(id, w, h int, luma []byte) (wire.Region, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.find(id)
	if f == nil {
		return wire.Region{}, false // aborted
	}
	to := look{settings: f.settings, scale: f.Size, w: w, h: h, source: s.tiles.source}
	threshold := s.tiles.observe(time.Now(), luma, w, h)
	region, changed := s.tiles.choose(f.Captured, luma, to, threshold)
	if !changed {
		// At less than the best quality there is something to gain, and a server that was away is asked.
		if !s.stillness.off && s.pace.level == 0 && s.health.good() {
			return wire.Region{}, false
		}
		region = wholeFrame(w, h)
	}
	f.part = part{region: region, look: to, luma: slices.Clone(luma), threshold: threshold, captured: f.Captured}
	f.Share = f.part.share()
	return region, true
}

// painted is called when the answer to a frame is on the screen.
func (s *Stream) painted(f flight, a Answer) {
	if f.Place == InPage {
		s.tiles.painted()
		return
	}
	if a.Reach < 0 {
		s.tiles.refuse(f.settings)
	}
	s.tiles.shown(f.part, a.Region, a.Reach)
}

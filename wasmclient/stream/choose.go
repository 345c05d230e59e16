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

// Choice is what to send of a frame, and how.
type Choice struct {
	Region                        wire.Region
	UploadQuality, Quality, Bytes int // as in Request
}

// What moves is seen less sharply than what rests, so a region that moves may have a quality of
// motionLess less, but motionLeast if the frame has more: from 85 that is twice the quantisation's
// divisors, and two thirds of the bytes. Nothing else saves as much: a person's outline, to the very
// MCU and at the full quality, takes 0.43 of the whole frame's bytes in e2e's film of one, since
// texture takes more than the wall behind. A region of less than motionShare of the px, such as a
// line that is being typed, costs little anyway. When the motion ends, the full quality returns, see
// tiles.choose.
const (
	motionLess  = 15
	motionLeast = 70
	motionShare = 0.1
)

// inMotion returns the quality of what moves, in a frame of a quality.
func inMotion(quality int) int { return max(quality-motionLess, min(quality, motionLeast)) }

// Choose returns what to send of a frame whose Request has Compare. w×h px is the size in which
// it is sent, luma its thumbnail of TileColumns×TileRows bytes, row by row, each the mean luma of
// a tile; Choose keeps no reference to it. Choose returns false if nothing is to be sent: the
// browser calls Skip.
func (s *Stream) Choose(id, w, h int, luma []byte) (Choice, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.find(id)
	if f == nil {
		return Choice{}, false // aborted
	}
	to := look{settings: f.settings, scale: f.Size, w: w, h: h, source: s.tiles.source}
	threshold := s.tiles.observe(time.Now(), luma, w, h)
	region, changed := s.tiles.choose(f.Captured, luma, to, threshold)
	if !changed {
		// At less than the best quality there is something to gain, and a server that was away is asked.
		if !s.stillness.off && s.pace.level == 0 && s.health.good() {
			return Choice{}, false
		}
		region = wholeFrame(w, h)
	}
	f.part = part{region: region, look: to, luma: slices.Clone(luma), threshold: threshold, captured: f.Captured}
	f.Share = f.part.share()
	chosen := Choice{region, f.request.UploadQuality, f.request.Quality, f.request.Bytes}
	if f.part.isFrame() {
		return chosen, true
	}
	if chosen.Bytes == 0 { // an answer with a limit has Huffman codes of its own: 7 % less of a region
		chosen.Bytes = wire.MaxBytes
	}
	if f.Share > motionShare {
		chosen.UploadQuality, chosen.Quality = inMotion(chosen.UploadQuality), inMotion(chosen.Quality)
		f.part.coarse = chosen.UploadQuality < f.request.UploadQuality || chosen.Quality < f.request.Quality
		f.Quality = chosen.UploadQuality
	}
	return chosen, true
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

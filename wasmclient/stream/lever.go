package stream

import (
	"math"

	"framepost/api/wire"
)

// level is one rung of what a frame may weigh.
type level struct {
	quality int // JPEG quality of question and answer
	size    int // of both, in % of each side
}

// levels go from the best to the lightest: quality first, since its loss shows
// least, then size. The frame rate comes after the last of them.
var levels = [...]level{{85, 100}, {75, 100}, {65, 100}, {55, 100}, {45, 100}, {45, 75}, {45, 50}}

const lightest = len(levels) - 1

// load is how a frame is sent and answered: what of a level remains where the viewer
// asks for a lower quality than it, or the chain forbids to shrink the upload.
type load struct{ upload, answer level }

// at is the load of a level under the viewer's settings.
func (s *settings) at(l int) load {
	it := load{levels[l], levels[l]}
	it.answer.quality = min(it.answer.quality, s.wanted.Quality)
	if l == 0 {
		it.answer.quality = s.wanted.Quality // it may be higher
	}
	if !s.shrinks {
		it.upload.size = 100
	}
	return it
}

// weight estimates the bytes of a JPEG, in no unit, from its quality and size.
//
// libjpeg's quality stands for a factor by which the quantisation tables are scaled,
// 5000/q or 200 − 2q percent. For pictures of cameras the bytes go with the power
// -0.65 of it: quality 75, 65, 55, 45 have 0.67, 0.51, 0.42, 0.36 of the bytes of 85
// where the picture is grainy, 0.72, 0.58, 0.49, 0.43 where it is smooth. Half the
// side is a quarter of the pixels but, more detail falling on each, a third of the
// bytes: the power 1.6.
func (l level) weight() float64 {
	factor := 200 - 2*float64(l.quality)
	if l.quality < 50 {
		factor = 5000 / float64(l.quality)
	}
	return math.Pow(max(factor, 4), -0.65) * math.Pow(float64(l.size), 1.6)
}

// shrinkable tells whether a chain comes to the same picture from a smaller upload:
// it begins with a resize, which is to a size in px. Arguments in px of what follows
// mean the same then.
func shrinkable(chain string) bool {
	calls, err := wire.ParseChain(chain)
	return err == nil && len(calls) > 0 && calls[0].Name == "resize"
}

package stream

import (
	"math"
	"time"

	"framepost/api/wire"
)

// level determines roughly how many bytes a frame has.
type level struct {
	quality int // JPEG quality of upload and answer
	size    int // of both, in % of each side
}

// levels are ordered from the best to the lightest. First the quality falls, since that is
// least visible, then the size. After the last level the bytes fall to what the link carries (see
// Stream.at), then the frame rate.
var levels = [...]level{{85, 100}, {75, 100}, {65, 100}, {55, 100}, {45, 100}, {45, 75}, {45, 50}}

const (
	fullSize = 4 // the lightest of full size
	lightest = len(levels) - 1
)

// load is the level of the upload and that of the answer. They differ if the viewer wants
// another quality of answers, or if the chain does not allow a smaller upload.
type load struct{ upload, answer level }

// at returns the load of a level under the viewer's settings.
func (s *settings) at(l int) load {
	it := load{levels[l], levels[l]}
	it.answer.quality = min(it.answer.quality, s.wanted.Quality)
	if l == 0 {
		it.answer.quality = s.wanted.Quality // the viewer's quality may be higher
	}
	if !s.wanted.Shrinks {
		it.upload.size = 100
	}
	return it
}

// weight estimates the bytes of a JPEG, in arbitrary units, from its quality and size.
//
// libjpeg converts a quality q to a factor for the quantisation tables, 5000/q or 200 − 2q
// percent. For pictures of cameras, the bytes are proportional to the power -0.65 of that
// factor: quality 75, 65, 55, 45 have 0.67, 0.51, 0.42, 0.36 of the bytes of 85 if the picture
// is grainy, and 0.72, 0.58, 0.49, 0.43 if it is smooth. Half the side has a quarter of the
// pixels but, since each has more detail, 0.32 to 0.45 of the bytes of the films in e2e/camera at
// quality 45: the powers 1.6 to 1.2.
func (l level) weight() float64 { return weights.quality[l.quality] * weights.size[l.size] }

// weights are the factors of level.weight by quality and by size. They are computed once, since
// each frame needs several.
var weights = func() (w struct{ quality, size [101]float64 }) {
	for i := 1; i <= 100; i++ {
		w.quality[i] = math.Pow(factor(i), usualPower)
		w.size[i] = math.Pow(float64(i), sizePower)
	}
	return w
}()

// factor returns that of the quantisation tables, in percent. Below 4 all entries are 1.
func factor(quality int) float64 {
	if quality < 50 {
		return 5000 / float64(quality)
	}
	return max(200-2*float64(quality), 4)
}

const (
	mostSteps  = 3                    // levels in one decision
	worthwhile = 4 * time.Millisecond // least time that a step down must save
)

// The bytes may take the part of the aim that the link, the work and this machine leave, but
// always one part in leastShare of it. If they take less, a lighter frame would cost quality
// without a visible gain: a busy machine is slow with light frames, too.
const leastShare = 6

// affordable reports whether the bytes may take that long, if the bytes and the rest together
// may take that share of the aim.
func (p *pace) affordable(m sample, bytes time.Duration, share float64) bool {
	aim := scale(p.aim, share)
	return m.total-m.upload-m.download+bytes <= aim || bytes <= aim/leastShare
}

// lighter returns how many levels to step down, at most mostSteps: the smallest number with
// which the target will be met. It returns 0 if fewer bytes save no time.
func (p *pace) lighter(m sample, load func(int) load) (steps int) {
	if p.affordable(m, m.upload+m.download, over) {
		return 0
	}
	for step := 1; step <= mostSteps && p.level+step <= lightest; step++ {
		then := load(p.level + step)
		most := under
		if p.level >= fullSize {
			most = over
			then.upload.quality, then.answer.quality = wire.LeastQuality, wire.LeastQuality // to which it falls first
		}
		upload, download := p.predict(m, load(p.level), then)
		if m.upload+m.download-upload-download < worthwhile {
			continue
		}
		steps = step
		if p.affordable(m, upload+download, most) {
			break
		}
	}
	return steps
}

// predict returns the times that upload and download would take at another load.
func (p *pace) predict(m sample, now, then load) (upload, download time.Duration) {
	return scale(m.upload, p.up.ratio(now.upload, then.upload)), scale(m.download, p.down.ratio(now.answer, then.answer))
}

// price returns the time that the link takes for a unit of the load's weight.
func (s sample) price(now load) float64 {
	return float64(s.upload)/now.upload.weight() + float64(s.download)/now.answer.weight()
}

// heavier returns the best level, at most mostSteps better, with which the target will be met
// and the link still carries 20 frames a second. A larger size must be worth it.
func (p *pace) heavier(now time.Time, m sample, load func(int) load) int {
	const fluent = time.Second / 20
	best, most := p.level, under
	for level := p.level - 1; level >= max(0, p.level-mostSteps); level-- {
		then := load(level)
		upload, download := p.predict(m, load(p.level), then)
		if level >= fullSize {
			most = sized
		}
		if !p.affordable(m, upload+download, most) || max(upload, download) > fluent || level >= fullSize && !p.sharp(then) ||
			p.bars.level.forbids(now, level, m.price(load(p.level))) {
			break
		}
		best = level
	}
	return best
}

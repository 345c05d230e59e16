package stream

import (
	"math"
	"time"

	"framepost/api/wire"
)

// direction is what the pace knows of the uploads, or of the answers: what the link carries, and
// how many bytes this scene takes.
type direction struct {
	curve

	bytes, time float64 // moving sums of what was measured; time in s
}

// carry learns from a frame whose bytes took that long on the link after its headers. Browsers and
// server send those in a packet, and a TLS record, of their own: at 1.5 Mbit/s Chromium's frames of 4 kB
// take 22 ms. So no byte of the body has come when the clock starts.
func (d *direction) carry(bytes int, took time.Duration) {
	const (
		least  = 2000 // bytes; fewer say more of the machines than of the link
		memory = 7.0 / 8
	)
	if bytes > least {
		d.bytes = memory*d.bytes + float64(bytes)
		d.time = memory*d.time + max(took, time.Millisecond).Seconds()
	}
}

// headers is about how many bytes the headers of a request or an answer have on the link, with those of
// HTTP/2, TLS and TCP, by bench:network's relay.
const headers = 220

// carried returns how many bytes of a body the link carries in a time, beside headers, or math.MaxInt if
// that is not known.
func (d *direction) carried(in time.Duration) int {
	if d.time == 0 {
		return math.MaxInt
	}
	return max(int(d.bytes/d.time*in.Seconds())-headers, 0)
}

// lasts returns how long the link is busy with a frame of a level, or 0 if that is not known.
func (d *direction) lasts(l level) time.Duration {
	if d.bytes == 0 {
		return 0
	}
	return time.Duration((d.of(l) + headers) * d.time / d.bytes * float64(time.Second))
}

// within returns the best quality, at most that of l and at least wire.LeastQuality, at which a
// frame of its size takes at most that many bytes.
func (d *direction) within(l level, bytes int) int {
	for d.known() && l.quality > wire.LeastQuality && d.of(l) > float64(bytes) {
		l.quality--
	}
	return l.quality
}

// curve predicts the bytes of a frame of the present scene by quality and size. On a logarithmic
// scale they fall in a straight line with the factor of the quantisation tables. How high it is
// follows from the last frames, and how steep from those of some seconds, as far as their qualities
// differ: linear regression, drawn towards the power of usual scenes.
type curve struct {
	n      int     // frames learnt from
	x, y   float64 // means of the logarithms of the factor, and of the bytes for a size of 1 %
	xx, xy float64 // variance and covariance
	height float64 // of the line at x = 0
}

// steepness of usual scenes, and the variance that has as much weight as it has.
const (
	usualPower = -0.65
	usualShare = 0.02
	sizePower  = 1.4 // see level.weight
)

func (c *curve) known() bool { return c.n > 0 }

func (c *curve) power() float64 {
	return min(max((c.xy+usualPower*usualShare)/(c.xx+usualShare), 2*usualPower), usualPower/2)
}

func (c *curve) add(l level, bytes int) {
	const memory, recent = 100, 4 // frames
	if l.quality < 1 || l.size < 1 || bytes < 1 {
		return
	}
	x, y := math.Log(factor(l.quality)), math.Log(float64(bytes))-sizePower*math.Log(float64(l.size))
	c.n++
	share := 1 / float64(min(c.n, memory))
	dx, dy := x-c.x, y-c.y
	c.x += share * dx
	c.y += share * dy
	c.xx += share * (dx*(x-c.x) - c.xx)
	c.xy += share * (dx*(y-c.y) - c.xy)
	c.height += (y - c.power()*x - c.height) / float64(min(c.n, recent))
}

// of returns the bytes of a level.
func (c *curve) of(l level) float64 {
	return math.Exp(c.height + c.power()*math.Log(factor(l.quality)) + sizePower*math.Log(float64(l.size)))
}

// ratio returns how many times the bytes of one level another one has.
func (c *curve) ratio(now, then level) float64 {
	return math.Pow(factor(then.quality)/factor(now.quality), c.power()) * math.Pow(float64(then.size)/float64(now.size), sizePower)
}

package stream

import "time"

// From the lightest level of full size on, frames have as many bytes as the link carries, at
// qualities down to wire.LeastQuality: the upload by what is known of the browser's encoder, the
// answer by the server's, which is told the bytes. What is still too much is sent at a lower rate,
// since frames that the link cannot carry would only wait for each other.
const (
	used    = 0.95             // of the link, with headers
	fastest = time.Second / 30 // period that the bytes are meant for: more frames would be poorer ones
)

// share returns how many bytes of a frame the link carries.
func (p *pace) share(d *direction) int { return d.carried(scale(max(p.interval, fastest), used)) }

// uploadBytes returns how many bytes a frame may have, by what the link carries and by the aim.
func (p *pace) uploadBytes() int { return min(p.share(&p.up), p.up.carried(p.allowed/2)) }

// answerBytes returns how many its answer may have, which is half or what the upload leaves.
func (p *pace) answerBytes(upload level) int {
	upload.quality = p.up.within(upload, p.uploadBytes())
	return min(p.share(&p.down), p.down.carried(max(p.allowed/2, p.allowed-p.up.lasts(upload))))
}

// allow sets the time that a frame's bytes may take by the aim, and reports whether those of the
// present level become fewer: so the quality falls before the size does. Of a part in motion it falls
// earlier, since that is seen less sharply, and has the full quality again when it rests.
func (p *pace) allow(now time.Time, m sample, load func(int) load) bool {
	before, most := load(p.level), sure
	if p.rare(now) {
		most = under
	}
	p.allowed = max(scale(p.aim, most)-(m.total-m.upload-m.download), p.aim/leastShare)
	then := load(p.level)
	return then.upload.quality < before.upload.quality || then.answer.quality < before.answer.quality
}

// at returns the load of a level, whose answer's quality is the one that is expected.
func (s *Stream) at(l int) load {
	it := s.settings.at(l)
	if l >= fullSize {
		it.upload.quality = s.pace.up.within(it.upload, s.pace.uploadBytes())
		if limit := s.limit(it.answer); limit > 0 {
			it.answer.quality = s.pace.down.within(it.answer, limit)
		}
	}
	return it
}

// limit returns about how many bytes an answer of a level may have, or 0 if the pace has quality
// left to take away, or if its quality alone makes them few enough. One that takes more at the least
// quality comes nevertheless: what the next picture takes is never known for certain, and a refusal
// would be a frame lost.
func (s *Stream) limit(l level) int {
	const (
		step = 256 // in which it changes, so that most requests have the URL of the last one
		near = 0.8 // of what the link carries: there the next frame may be above it
	)
	p := &s.pace
	if p.level < fullSize || !p.down.known() {
		return 0
	}
	bytes := p.answerBytes(s.settings.at(p.level).upload)
	if usual := p.down.of(l); usual < near*float64(p.share(&p.down)) && usual <= float64(bytes) {
		return 0
	}
	return bytes/step*step + step
}

// spacing returns the time that a frame of a level with a limit keeps the link busy, and 0 at other
// levels.
func (p *pace) spacing(it load) time.Duration {
	if p.level < fullSize {
		return 0
	}
	return scale(max(p.up.lasts(it.upload), p.down.lasts(it.answer)), 1/used)
}

// busy notes that a frame is sent which keeps the link busy for a time. A camera's frames come
// in steps, so one that came too late for its turn may be made up for.
func (p *pace) busy(now time.Time, spacing time.Duration) {
	if earliest := now.Add(-p.interval); p.next.Before(earliest) {
		p.next = earliest
	}
	p.next = p.next.Add(spacing)
}

// crowded reports whether a load has more bytes than the link carries.
func (p *pace) crowded(it load) bool {
	const clearly = 1.1 // since limits are round
	return p.up.known() && p.up.of(it.upload) > clearly*float64(p.share(&p.up)) ||
		p.down.known() && p.down.of(it.answer) > clearly*float64(p.share(&p.down))
}

// sharp reports whether the link carries so many bytes that a load is as good as one of the next
// smaller size, whose quality would be about twice as high. Of the four films of e2e/camera, with as
// many bytes, 75 % of the side at quality 24 have 0.4 to 2.2 dB more than 50 %, and the full size
// has 0.4 dB less to 5.3 dB more than 75 %.
func (p *pace) sharp(it load) bool {
	const least = 24
	it.upload.quality, it.answer.quality = least, least
	return !p.crowded(it)
}

// rareWhole is how long after a region a whole frame is an exception: it refreshes the screen, or is
// the first of another size.
const rareWhole = time.Second

// rare reports whether whole frames are the exception.
func (p *pace) rare(now time.Time) bool { return now.Sub(p.region) < rareWhole }

// sent is called with the bytes of a frame that is on its way. A whole frame between regions keeps
// the link busy for so long that the next ones would wait behind it, each a little less than the
// one before.
func (p *pace) sent(f *flight, bytes int) {
	if usual := p.up.of(f.load.upload); f.Share == 1 && p.up.known() && p.rare(f.Sent) && float64(bytes) > usual {
		more := scale(max(p.up.lasts(f.load.upload), p.down.lasts(f.load.answer)), float64(bytes)/usual/used)
		p.next = p.next.Add(more - p.spacing(f.load))
	}
}

// learn is called for every answer that was shown. A whole frame between regions says how quick the
// link is, but nothing of the bytes of the next ones.
func (p *pace) learn(f flight, a Answer) {
	m := measure(f.Frame)
	upload, answer := f.load.upload, f.load.answer
	upload.quality = f.Quality
	if a.Quality > 0 {
		answer.quality = a.Quality
	}
	if f.Share < 1 {
		p.region = f.Shown
	}
	if f.Share < 1 || !p.rare(f.Shown) {
		p.up.add(upload, f.Up)
		p.down.add(answer, f.Down)
	}
	p.up.carry(f.Up, m.upload)
	p.down.carry(f.Down, m.download)
}

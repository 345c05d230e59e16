package stream

import "time"

// At the lightest level, frames have as many bytes as the link carries, at qualities down to
// wire.LeastQuality: the upload by what is known of the browser's encoder, the answer by the
// server's, which is told the bytes. What is still too much is sent at a lower rate, since
// frames that the link cannot carry would only wait for each other.
const (
	used    = 0.92             // of the link
	fastest = time.Second / 30 // period that the bytes are meant for: more frames would be poorer ones
)

// share returns how many bytes a frame may have.
func (p *pace) share(d *direction) int {
	return d.carried(scale(max(p.interval, fastest), used))
}

// at returns the load of a level, whose answer's quality is the one that is expected.
func (s *Stream) at(l int) load {
	it := s.settings.at(l)
	if l == lightest {
		it.upload.quality = s.pace.up.within(it.upload, s.pace.share(&s.pace.up))
		if limit := s.limit(it.answer); limit > 0 {
			it.answer.quality = s.pace.down.within(it.answer, limit)
		}
	}
	return it
}

// limit returns about how many bytes an answer of a level may have at the lightest level, or 0 if its
// quality alone makes them few enough. One that takes more at the least quality comes nevertheless: what
// the next picture takes is never known for certain, and a refusal would be a frame lost.
func (s *Stream) limit(l level) int {
	const (
		step = 256 // in which it changes, so that most requests have the URL of the last one
		near = 0.8 // of what the link carries: there the next frame may be above it
	)
	p := &s.pace
	if p.level < lightest || !p.down.known() {
		return 0
	}
	bytes := p.share(&p.down)
	if p.down.of(l) < near*float64(bytes) {
		return 0
	}
	return bytes/step*step + step
}

// spacing returns the time that a frame of the lightest level keeps the link busy, and 0 at other
// levels.
func (p *pace) spacing(it load) time.Duration {
	if p.level < lightest {
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

// learn is called for every answer that was shown.
func (p *pace) learn(f flight, a Answer) {
	m := measure(f.Frame)
	p.up.add(f.load.upload, f.Up, m.upload)
	answer := f.load.answer
	if a.Quality > 0 {
		answer.quality = a.Quality
	}
	p.down.add(answer, f.Down, m.download)
}

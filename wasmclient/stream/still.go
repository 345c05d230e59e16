package stream

import "time"

// stillness tells that nothing changes in front of the camera, from thumbnails of its
// luma, so that an unwatched room costs a frame a second and not thirty.
//
// A cell of the thumbnail has changed when it is further from the last picture that
// counted as motion, or was sent since, than the camera's noise explains; slow changes
// add up until they do. How much noise there is, is learnt from the difference between
// consecutive thumbnails, of the quieter three quarters of the cells, as its lower
// envelope over time: it falls at once and rises slowly, so that neither something
// that moves through the picture nor a camera that turns for a while is taken for
// noise. Light that flickers with the mains is.
type stillness struct {
	off       bool
	reference []byte // the thumbnail that others are compared with
	last      []byte
	noise     float64   // mean difference of a cell from one thumbnail to the next
	looked    time.Time // at the last thumbnail
	moved     time.Time // the last change, or other reason to send
}

const (
	stillAfter   = time.Second // without a change
	honest       = time.Second // between two frames of a still scene
	leastChange  = 4.0         // of a cell, in steps of luma, whatever the noise
	noiseFactor  = 7           // of Gaussian noise, one cell in 10⁵ is further off
	mostNoise    = 4.0
	noiseRise    = 0.6 // a second
	leastChanged = 2   // cells
)

// How often a thumbnail is worth its work: every other frame of thirty a second, so that
// motion after stillness is seen at once; while there is motion, often enough to see when
// it ends.
const (
	closeLook  = 50 * time.Millisecond
	casualLook = 400 * time.Millisecond
)

// due tells whether it is time for a thumbnail.
func (m *stillness) due(now time.Time) bool {
	pause := closeLook
	if now.Sub(m.moved) < stillAfter/2 {
		pause = casualLook
	}
	return !m.off && now.Sub(m.looked) >= pause
}

// look compares a thumbnail of any fixed size, one byte of luma a cell.
func (m *stillness) look(now time.Time, luma []byte) {
	if len(luma) != len(m.last) {
		m.reference, m.last = append([]byte{}, luma...), append([]byte{}, luma...)
		m.looked, m.moved = now, now
		return
	}
	noise := min(quieter(m.last, luma), mostNoise)
	m.noise = min(noise, m.noise+noiseRise*now.Sub(m.looked).Seconds())
	copy(m.last, luma)
	m.looked = now

	threshold := int(leastChange + noiseFactor*m.noise)
	changed := 0
	for i, v := range luma {
		if d := int(v) - int(m.reference[i]); d > threshold || -d > threshold {
			changed++
		}
	}
	if changed >= leastChanged {
		m.moved = now
		copy(m.reference, luma)
	}
}

// quieter is the mean difference of the three quarters of the cells that differ least.
func quieter(a, b []byte) float64 {
	var count [256]int
	for i := range a {
		d := int(a[i]) - int(b[i])
		count[max(d, -d)]++
	}
	rest, sum := len(a)*3/4, 0
	for d, n := range count {
		n = min(n, rest)
		sum += d * n
		rest -= n
	}
	return float64(sum) / float64(max(len(a)*3/4, 1))
}

// wake counts as motion: there is another reason to send.
func (m *stillness) wake(now time.Time) { m.moved = now }

// sent makes the scene as it is the one that others are compared with.
func (m *stillness) sent() { copy(m.reference, m.last) }

// now tells whether the scene is still. Without thumbnails, it never is.
func (m *stillness) now(now time.Time) bool {
	return !m.off && len(m.last) > 0 && now.Sub(m.looked) < stillAfter && now.Sub(m.moved) > stillAfter
}

// Curious tells whether a thumbnail of the frame that is about to be offered is of use,
// for Look.
func (s *Stream) Curious() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.running && !s.hidden && s.still.due(time.Now())
}

// Look takes a thumbnail of the camera's picture: a byte of luma a cell, always as
// many cells, 32×24 suit. It may come a frame late and for some frames only; while the
// scene is still, motion is seen as soon as thumbnails come.
func (s *Stream) Look(luma []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.still.look(time.Now(), luma)
}

// Watch switches the suspension of still scenes on, as it is at first, or off.
func (s *Stream) Watch(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.still.off = !on
}

// Aim sets the target from the camera to the screen, within the bounds of
// Config.Target.
func (s *Stream) Aim(target time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pace.target = min(max(target, minTarget), maxTarget)
}

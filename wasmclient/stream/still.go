package stream

import "time"

// stillness detects, from thumbnails of the luma, that nothing changes in front of the camera,
// so that an empty room costs one frame a second instead of thirty.
//
// It compares each thumbnail with a reference: the last thumbnail that showed motion or whose
// frame was sent. A cell has changed if it differs by more than the camera's noise explains;
// slow changes add up until they do. The noise is estimated from the difference between
// consecutive thumbnails, in the three quarters of the cells that differ least, as its lower
// envelope over time: it falls at once and rises slowly. So neither an object that moves
// through the picture nor a camera that turns for a while is taken for noise, but light that
// flickers with the mains is.
type stillness struct {
	off       bool
	reference []byte
	last      []byte
	noise     float64   // mean difference of a cell between consecutive thumbnails
	compared  time.Time // time of the last thumbnail
	moved     time.Time // time of the last change, or of another reason to send
}

const (
	stillAfter    = time.Second // time without a change
	stillInterval = time.Second // between two frames of a still scene
	leastChange   = 4.0         // of a cell, in levels of luma, whatever the noise
	noiseFactor   = 7           // with Gaussian noise, one cell in 10⁵ exceeds it
	mostNoise     = 4.0
	noiseRise     = 0.6 // a second
	leastChanged  = 2   // cells
)

// Times between two thumbnails: in a scene that seems still, two of the camera's intervals at
// thirty a second, so that motion is seen at once; in motion, often enough to detect its end.
const (
	quietInterval  = 50 * time.Millisecond
	motionInterval = 400 * time.Millisecond
)

// due reports whether the next frame needs a thumbnail.
func (m *stillness) due(now time.Time) bool {
	pause := quietInterval
	if now.Sub(m.moved) < stillAfter/2 {
		pause = motionInterval
	}
	return !m.off && now.Sub(m.compared) >= pause
}

// compare adds a thumbnail of one byte of luma a cell; all thumbnails have the same size.
func (m *stillness) compare(now time.Time, luma []byte) {
	if len(luma) != len(m.last) {
		m.reference, m.last = append([]byte{}, luma...), append([]byte{}, luma...)
		m.compared, m.moved = now, now
		return
	}
	m.noise = envelope(m.noise, quieter(m.last, luma), now.Sub(m.compared))
	copy(m.last, luma)
	m.compared = now

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

// envelope returns the estimate of the noise after one more difference, that time after the last.
func envelope(noise, difference float64, after time.Duration) float64 {
	return min(difference, mostNoise, noise+noiseRise*after.Seconds())
}

// quieter returns the mean difference of the three quarters of the cells that differ least.
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

// wake has the effect of motion: there is another reason to send frames.
func (m *stillness) wake(now time.Time) { m.moved = now }

// sent makes the last thumbnail the reference.
func (m *stillness) sent() { copy(m.reference, m.last) }

// still reports whether the scene is still. Without thumbnails it never is.
func (m *stillness) still(now time.Time) bool {
	return !m.off && len(m.last) > 0 && now.Sub(m.compared) < stillAfter && now.Sub(m.moved) > stillAfter
}

// WantsThumbnail reports whether Thumbnail should be called for the frame that is offered next.
func (s *Stream) WantsThumbnail() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.running && !s.hidden && s.stillness.due(time.Now())
}

// Thumbnail adds a thumbnail of the camera's picture: one byte of luma, 0 to 255, for each cell
// of a grid that is always the same, such as 32×24. It may be a frame late, and may be missing
// for some frames; motion is detected as soon as thumbnails arrive.
func (s *Stream) Thumbnail(luma []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stillness.compare(time.Now(), luma)
}

// SuspendStill sets whether a still scene is sent only once a second. At first it is.
func (s *Stream) SuspendStill(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stillness.off = !on
}

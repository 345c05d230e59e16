package stream

import "time"

// pace controls the latency. It knows the parts of each frame's time and has four levers. It
// turns the first one that helps, and turns them back in reverse order:
//
//  1. the window of requests in flight. A request more than the link and the server
//     can work on at once only waits. How many wait is seen from the gradient of the
//     round trip: window · (1 − trip without a queue / trip), as in TCP Vegas
//     (Brakmo and Peterson 1995, doi:10.1109/49.464716) and, for servers, in Netflix's
//     concurrency-limits. The window grows while less than half a request waits,
//     and shrinks when more than one does, or when most are overtaken by newer ones.
//  2. the quality of upload and answer, 3. their size: levels. A step down is taken only
//     if the time of the bytes on the link says that it helps, and a step up only if it
//     says that the target will hold.
//  4. the bytes of both, from the lightest level of full size on, and the frame rate: what the link
//     carries, see Stream.at, and less when others make the queue.
//
// The trip without a queue is computed for each frame: the length of the link, which is the
// minimum over the last seconds (as in BBR, Cardwell et al. 2016, doi:10.1145/3012426.3022184),
// plus the times of the frame's own bytes and work, which server and browser measure. So it is
// right for frames of every size, and a queue at the server is not mistaken for one on the
// link.
//
// Decisions use medians of several frames sent after the last decision, never a single frame: a
// machine that stalls for a moment is not a congested link. A level that failed is not tried
// again at once, see bar.
type pace struct {
	target time.Duration // latency from camera to screen
	most   int           // largest window

	window int
	level  int           // index of levels
	gap    time.Duration // least time between two frames; 0 for every frame of the camera

	path     minimum       // length of the link, there and back
	interval time.Duration // time between the camera's frames
	offered  time.Time     // time of the last frame of the camera
	taken    time.Time     // time of the last frame that was sent
	limited  bool          // since the last decision, a frame has found the window full
	trip     time.Duration // trip of the last answer
	quiet    int           // frames of the camera since the last answer, with requests in flight
	stuck    bool          // the link has collapsed since the last answer
	refusal  time.Time     // the last refusal that slowed down

	samples []sample      // since the last decision, at most fullSamples
	changed time.Time     // time of the last decision
	aim     time.Duration // the latency to aim at on this link, see aim
	bars    struct{ level, window bar }

	up, down direction
	allowed  time.Duration // that the bytes of a frame may take, there and back, by the aim
	region   time.Time     // of the last answer to a region
	next     time.Time     // before which the link is busy with the frames sent
}

// A decision needs fullSamples. If frames are rare, fewSamples are enough after the time
// settle, and slowSamples are enough to slow down.
const (
	fullSamples = 8
	fewSamples  = 4
	slowSamples = 2
	settle      = 500 * time.Millisecond
)

// Between these shares of the aim nothing changes, so that a lever is not turned back right
// after it was turned.
const (
	over  = 0.92
	sure  = 0.90 // where the bytes are those that the link carries
	sized = 0.95 // there, of a larger size
	late  = 1.10 // where regions are sent, beyond which it is left: the first frames of another one are whole
	under = 0.83
)

// Numbers of waiting requests. One that waits occasionally keeps the link busy, so the window
// grows until half a request waits on average. A whole one is a queue; the additional quarter
// is for errors of the estimate. The first window grows exponentially, as in TCP's slow start,
// only while hardly any request waits, because the estimate is a round trip old.
const (
	fewWait    = 0.2
	someWait   = 0.5
	manyWait   = 1.25
	waitJitter = 8 * time.Millisecond // of timers and threads, which is no queue
)

// Factors of the time between frames. It grows by a quarter at a time if other viewers cause
// the queue, which is then measured again, and by half after a refusal, by which the server has
// said that it is overloaded. It shrinks to two thirds, and to 0 when it is hardly longer than
// the camera's own interval.
const (
	stretchQueue   = 1.25
	stretchRefused = 1.5
	shrinkGap      = 2.0 / 3
	leastGap       = 1.25 // camera intervals
	longestGap     = 250 * time.Millisecond
)

// begin starts with a middle level, from which both a slow and a fast link reach theirs soon.
func (p *pace) begin(c Config) {
	p.target, p.most = c.Target, c.Window
	p.window, p.level = min(2, c.Window), fullSize
	p.interval, p.aim, p.allowed = time.Second/30, c.Target, c.Target
	p.samples = make([]sample, 0, fullSamples)
	p.bars.level.longest, p.bars.window.longest = 8*time.Second, 10*time.Second
}

// offer is called for every frame of the camera. The interval is a moving average, in which a
// gap, such as that of a hidden page, counts for at most four frames.
func (p *pace) offer(now time.Time, inFlight int) {
	const window, longest = 16, 4 // frames
	if !p.offered.IsZero() {
		p.interval += (min(now.Sub(p.offered), longest*p.interval) - p.interval) / window
	}
	p.offered = now
	if inFlight > 0 {
		p.quiet++
	} else {
		p.quiet = 0
	}
}

// answered adds the record of a frame that was shown. period is the time since the previous
// frame was sent, overtook the number of older frames still in flight.
func (p *pace) answered(f Frame, period time.Duration, overtook int, load func(int) load) {
	p.quiet, p.stuck, p.trip = 0, false, f.RoundTrip()
	s := measure(f)
	s.period, s.overtook = period, overtook
	p.path.add(f.Shown, s.path())
	if f.Taken.Before(p.changed) || f.Share == 1 && p.rare(f.Shown) {
		return // it was sent before the last decision, or is no measure for the next ones
	}
	if len(p.samples) == fullSamples {
		p.samples = p.samples[:copy(p.samples, p.samples[1:])]
	}
	p.samples = append(p.samples, s)
	m, settled := typical(p.samples), f.Shown.Sub(p.changed) > settle
	slow := len(p.samples) >= slowSamples && m.total > scale(p.aim, over)
	if len(p.samples) == fullSamples || settled && (len(p.samples) >= fewSamples || slow) {
		p.decide(f.Shown, m, load)
	}
}

// decide turns at most one lever.
func (p *pace) decide(now time.Time, m sample, load func(int) load) {
	fixed := p.path.value() + m.work
	// Every frame meets a standing queue, so the lower quartile shows it. A delay of only some
	// frames, such as that of a lost segment, would be no shorter with a smaller window.
	queue := max(quantileOf(p.samples, 0.25, sample.rest)-p.path.value(), 0)
	upload, download := p.predict(m, load(p.level), load(lightest))
	p.aim = aim(p.target, fixed, m.total-queue-m.upload-m.download+upload+download)

	poorer := p.allow(now, m, load)

	waiting := float64(p.window) * float64(max(queue-waitJitter, 0)) / float64(max(m.trip, 1))
	switch {
	case p.level >= fullSize && p.level < lightest && p.crowded(load(p.level)):
		p.bars.level.fell(now, p.level, m.price(load(p.level)))
		p.level++
		p.turned(now)
	case poorer && m.total > scale(p.aim, over):
		p.turned(now)
	case m.total > scale(p.aim, over):
		p.slower(now, m, queue, waiting, load)
	case waiting > manyWait && p.window > 1, overtaken(p.samples) > len(p.samples)/2 && p.window > 2:
		p.narrow(now, m, 1)
		p.turned(now)
	default:
		p.faster(now, m, waiting, load)
	}
}

func scale(d time.Duration, by float64) time.Duration { return time.Duration(float64(d) * by) }

// turned is called after a lever was turned: it discards the samples from before.
func (p *pace) turned(now time.Time) {
	p.changed, p.limited = now, false
	p.samples = p.samples[:0]
}

func (p *pace) slower(now time.Time, m sample, queue time.Duration, waiting float64, load func(int) load) {
	switch step := p.lighter(m, load); {
	case waiting > someWait && p.window > 1:
		p.narrow(now, m, max(1, int(waiting)))
	case step > 0 && p.level >= fullSize && p.rare(now) && m.total < scale(p.aim, late):
		return // the least quality of this size is on time
	case step > 0:
		p.bars.level.fell(now, p.level, m.price(load(p.level)))
		p.level += step
	case queue > m.total/4: // with fewer frames the queue would be shorter
		p.stretch(m.period, stretchQueue)
	default:
		return // no lever helps
	}
	p.turned(now)
}

func (p *pace) narrow(now time.Time, m sample, by int) {
	p.bars.window.fell(now, -p.window, float64(m.trip))
	p.window = max(1, p.window-by)
}

func (p *pace) faster(now time.Time, m sample, waiting float64, load func(int) load) {
	wider := p.limited && waiting < someWait && p.window < p.widest() && !p.bars.window.forbids(now, -p.window-1, float64(m.trip))
	switch level := p.heavier(now, m, load); {
	case p.gap > 0 && m.total < scale(p.aim, under):
		if p.gap = scale(p.gap, shrinkGap); p.gap < scale(p.interval, leastGap) {
			p.gap = 0
		}
	case p.gap == 0 && wider:
		step := 1
		if waiting < fewWait && p.bars.window.until.IsZero() {
			step = max(1, p.window/2) // slow start: no window has been too large yet
		}
		p.window = min(p.window+step, p.widest())
		p.bars.window.rose(now)
	case p.gap == 0 && level < p.level && waiting < someWait:
		p.level = level
		p.bars.level.rose(now)
	default:
		return
	}
	p.turned(now)
}

// widest returns the window that admits every frame of the camera during the time of the aim.
// In a larger one, frames would only wait.
func (p *pace) widest() int {
	return min(p.most, 1+int(p.aim/max(p.interval, time.Millisecond)))
}

// stretch lengthens the time between frames by a factor. period is the present time between
// frames.
func (p *pace) stretch(period time.Duration, by float64) {
	p.gap = min(scale(max(p.gap, p.interval, min(period, longestGap)), by), longestGap)
}

// refused slows down at once, because the server refused a frame for lack of time.
func (p *pace) refused(now time.Time) {
	if now.Sub(p.refusal) < p.trip {
		return // the refusals of one window count as one
	}
	p.refusal, p.bars.window.until = now, time.Time{}
	if p.window > 1 {
		p.window = (p.window + 1) / 2
	} else {
		p.stretch(p.gap, stretchRefused)
	}
	p.turned(now)
}

// starved sends the lightest frames, one at a time, because a frame came so slowly that the server
// gave up waiting for it.
func (p *pace) starved(now time.Time) {
	p.window, p.level = 1, lightest
	p.turned(now)
}

// collapsed reports, once, that the link has almost stopped: since the last answer the camera
// has delivered frames for collapseAims times the aim and for collapseTrips times the last
// trip. It counts frames instead of time, because the camera's frames also stop if this machine
// stalls.
func (p *pace) collapsed(now time.Time) bool {
	const collapseAims, collapseTrips = 2.5, 2
	if p.stuck || !p.path.known() || time.Duration(p.quiet)*p.interval < max(scale(p.aim, collapseAims), collapseTrips*p.trip) {
		return false
	}
	p.stuck = true
	p.window = 1
	if p.level < fullSize {
		p.level = fullSize // no lighter, since the collapse may be short
	} else {
		p.level = lightest
	}
	p.turned(now)
	return true
}

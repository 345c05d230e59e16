package stream

import "time"

// pace holds the latency. It knows where the time of each frame went and has four
// levers, of which it uses the first that helps, and gives back in reverse order:
//
//  1. the window of requests in flight. A request more than the link and the server
//     can work on at once only waits. How many wait is seen from the gradient of the
//     round trip: window · (1 − trip without a queue / trip), as in TCP Vegas
//     (Brakmo and Peterson 1995, doi:10.1109/49.464716) and, for servers, in Netflix's
//     concurrency-limits. The window grows while less than half a request waits,
//     and shrinks when more than one does, or when most are overtaken by newer ones.
//  2. the quality of question and answer, 3. their size: levels. A step is taken only
//     if the bytes' own time on the link says that it helps, and back only if it says
//     that the target will hold.
//  4. the frame rate, when the queue is not of our making.
//
// The trip without a queue is put together for each frame: the length of the way, as
// the minimum over the last seconds (as in BBR, Cardwell et al. 2016,
// doi:10.1145/3012426.3022184), and the times of its own bytes and its own work, which
// server and browser measure. So it is right for every size of frame at once, and what
// the server queues is not taken for the link's.
//
// Decisions rest on medians of several frames sent after the last decision, never on
// one: a machine that stalls for a moment is no congested link. What failed is not
// tried again at once, see bar.
type pace struct {
	target time.Duration // camera to screen
	most   int           // window

	window int
	level  int           // of levels
	gap    time.Duration // between two frames at least; 0 for every frame of the camera

	path     minimum       // length of the way, there and back
	interval time.Duration // of the camera's frames
	offered  time.Time     // the last of them
	taken    time.Time     // the last one that was sent
	limited  bool          // a frame has found the window full since the last decision
	trip     time.Duration // of the last answer
	quiet    int           // frames of the camera since the last answer, with requests in flight
	stuck    bool          // since the last answer
	refusal  time.Time     // the last one that slowed down

	samples []sample // since the last decision, at most enough
	changed time.Time
	aim     time.Duration // what the target comes to on this link
	bars    struct{ level, window bar }
}

// Decisions are taken on enough samples or, when they are slow to come, on few, of which
// two are enough to slow down.
const (
	enough = 8
	few    = 4
	two    = 2
	settle = 500 * time.Millisecond
)

// Between under and over the aim everything stays as it is.
const (
	over  = 0.92
	under = 0.80
)

// begin is in the middle: soon a picture on a slow link, and soon a good one on a fast.
func (p *pace) begin(c Config) {
	p.target, p.most = c.Target, c.Window
	p.window, p.level = min(2, c.Window), fullSize
	p.interval, p.aim = time.Second/30, c.Target
	p.samples = make([]sample, 0, enough)
	p.bars.level.longest, p.bars.window.longest = 8*time.Second, 10*time.Second
}

// offer notes a frame of the camera.
func (p *pace) offer(now time.Time, inFlight int) {
	if !p.offered.IsZero() {
		p.interval += (min(now.Sub(p.offered), 4*p.interval) - p.interval) / 16
	}
	p.offered = now
	if inFlight > 0 {
		p.quiet++
	} else {
		p.quiet = 0
	}
}

// answered takes the record of a frame that was shown. The period is the time since
// the frame sent before it, overtook the number of older ones still in flight.
func (p *pace) answered(f Frame, period time.Duration, overtook int, load func(int) load) {
	p.quiet, p.stuck, p.trip = 0, false, f.RoundTrip()
	s := measure(f)
	s.period, s.overtook = period, overtook
	p.path.add(f.Shown, s.path())
	if f.Taken.Before(p.changed) {
		return // of the time before the last decision
	}
	if len(p.samples) == enough {
		p.samples = p.samples[:copy(p.samples, p.samples[1:])]
	}
	p.samples = append(p.samples, s)
	m, settled := typical(p.samples), f.Shown.Sub(p.changed) > settle
	slow := len(p.samples) >= two && m.total > scale(p.aim, over)
	if len(p.samples) == enough || settled && (len(p.samples) >= few || slow) {
		p.decide(f.Shown, m, load)
	}
}

// decide turns at most one lever.
func (p *pace) decide(now time.Time, m sample, load func(int) load) {
	fixed := p.path.value() + m.work
	// A queue that stands is met by the luckiest too. What only some meet, as behind a lost
	// segment, would be no shorter with a narrower window.
	queue := max(quantileOf(p.samples, 0.25, sample.rest)-p.path.value(), 0)
	upload, download := m.at(load(p.level), load(lightest))
	p.aim = aim(p.target, fixed, m.total-queue-m.upload-m.download+upload+download)

	const jitter = 8 * time.Millisecond // of timers and threads; no queue
	waiting := float64(p.window) * float64(max(queue-jitter, 0)) / float64(max(m.trip, 1))
	switch {
	case m.total > scale(p.aim, over):
		p.slower(now, m, queue, waiting, load)
	case waiting > 1.25 && p.window > 1, overtaken(p.samples) > len(p.samples)/2 && p.window > 2:
		p.narrow(now, m, 1)
		p.turned(now)
	default:
		p.faster(now, m, waiting, load)
	}
}

// halfRefresh is what a painted picture waits on average until it is on the screen, which
// nothing here can see, at 60 Hz.
const halfRefresh = time.Second / 120

// aim is what the target comes to, up to the painting. Where the way and the work alone
// take longer than the target no lever reaches it; then bytes and the rest may take three
// quarters as long again. And what remains with all levers down is no reason to turn them
// further.
func aim(target, fixed, least time.Duration) time.Duration {
	return max(target-halfRefresh, fixed*7/4+target*3/10-halfRefresh, least*5/4)
}

func scale(d time.Duration, by float64) time.Duration { return time.Duration(float64(d) * by) }

// turned begins anew after a lever was turned.
func (p *pace) turned(now time.Time) {
	p.changed, p.limited = now, false
	p.samples = p.samples[:0]
}

func (p *pace) slower(now time.Time, m sample, queue time.Duration, waiting float64, load func(int) load) {
	switch step := p.lighter(m, load); {
	case waiting > 0.5 && p.window > 1:
		p.narrow(now, m, max(1, int(waiting)))
	case step > 0:
		p.bars.level.fell(now, p.level, m.price(load(p.level)))
		p.level += step
	case queue > m.total/4:
		p.stretch(m.period, 5, 4)
	default:
		return // nothing helps
	}
	p.turned(now)
}

func (p *pace) narrow(now time.Time, m sample, by int) {
	p.bars.window.fell(now, -p.window, float64(m.trip))
	p.window = max(1, p.window-by)
}

func (p *pace) faster(now time.Time, m sample, waiting float64, load func(int) load) {
	wider := p.limited && waiting < 0.5 && p.window < p.widest() && !p.bars.window.forbids(now, -p.window-1, float64(m.trip))
	switch level := p.heavier(now, m, load); {
	case p.gap > 0 && m.total < scale(p.aim, under):
		if p.gap = p.gap * 2 / 3; p.gap < p.interval*5/4 {
			p.gap = 0
		}
	case p.gap == 0 && wider:
		step := 1
		if waiting < 0.2 && p.bars.window.until.IsZero() {
			step = max(1, p.window/2) // slow start: no window has been too wide yet
		}
		p.window = min(p.window+step, p.widest())
		p.bars.window.rose(now)
	case p.gap == 0 && level < p.level && waiting < 0.5:
		p.level = level
		p.bars.level.rose(now)
	default:
		return
	}
	p.turned(now)
}

// widest is the window that every frame of the camera fills in the time of the aim:
// beyond, frames could only wait.
func (p *pace) widest() int {
	return min(p.most, 1+int(p.aim/max(p.interval, time.Millisecond)))
}

// stretch makes the time between frames longer by a fraction.
func (p *pace) stretch(period time.Duration, by, of time.Duration) {
	const longest = 250 * time.Millisecond
	p.gap = min(max(p.gap, p.interval, min(period, longest))*by/of, longest)
}

// refused slows down at once: the server has refused a frame for want of time.
func (p *pace) refused(now time.Time) {
	if now.Sub(p.refusal) < p.trip {
		return // a window refused at once is one refusal
	}
	p.refusal, p.bars.window.until = now, time.Time{}
	if p.window > 1 {
		p.window = (p.window + 1) / 2
	} else {
		p.stretch(p.gap, 3, 2)
	}
	p.turned(now)
}

// collapsed tells, once, that the link has as good as stopped: several aims' worth of
// camera frames have come and no answer. It counts frames, not time: when this machine
// itself stops for a moment the camera's frames stay away too.
func (p *pace) collapsed(now time.Time) bool {
	if p.stuck || !p.path.known() || time.Duration(p.quiet)*p.interval < max(5*p.aim/2, 2*p.trip) {
		return false
	}
	p.stuck = true
	p.window = 1
	if p.level < fullSize {
		p.level = fullSize // it may have been but one long moment
	} else {
		p.level = lightest
	}
	p.turned(now)
	return true
}

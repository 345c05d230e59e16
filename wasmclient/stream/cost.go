package stream

import (
	"slices"
	"time"
)

// sample holds the parts of one frame's time.
type sample struct {
	total    time.Duration // from the camera to the screen
	trip     time.Duration // of the request; the next four are parts of it
	upload   time.Duration // the body's bytes on the link, after the headers
	wait     time.Duration // for a worker
	work     time.Duration // decode, operations, services, encode
	download time.Duration // the answer's bytes on the link, after the headers
	period   time.Duration // since the previous frame was sent
	overtook int           // number of earlier frames that were not answered yet
}

func measure(f Frame) sample {
	ms := func(t float64) time.Duration { return time.Duration(t * float64(time.Millisecond)) }
	return sample{
		total:    f.CameraToScreen(),
		trip:     f.RoundTrip(),
		upload:   ms(f.Timing.Receive),
		wait:     ms(f.Timing.Queue),
		work:     ms(f.Timing.Decode + f.Timing.Ops + f.Timing.Waited() + f.Timing.Encode),
		download: f.Received.Sub(f.Answered),
	}
}

// path returns the remaining part of the trip: the length of the link there and back, and any
// queue on it.
func (s sample) path() time.Duration { return s.trip - s.upload - s.wait - s.work - s.download }

// way returns the time of the link there and back, with the frame's bytes on it.
func (s sample) way() time.Duration { return s.trip - s.wait - s.work }

// rest returns path and wait, the parts that a queue lengthens.
func (s sample) rest() time.Duration { return s.path() + s.wait }

// quantileOf returns the value of a figure below which the fraction q of the samples lies.
func quantileOf(samples []sample, q float64, figure func(sample) time.Duration) time.Duration {
	var values [fullSamples]time.Duration
	sorted := values[:len(samples)]
	for i, s := range samples {
		sorted[i] = figure(s)
	}
	slices.Sort(sorted)
	return sorted[int(q*float64(len(sorted)))]
}

// typical returns the median of each part. The median hardly changes when a busy machine
// stalls, but shows a standing queue in full.
func typical(samples []sample) sample {
	of := func(figure func(sample) time.Duration) time.Duration { return quantileOf(samples, 0.5, figure) }
	return sample{
		total:    of(func(s sample) time.Duration { return s.total }),
		trip:     of(func(s sample) time.Duration { return s.trip }),
		upload:   of(func(s sample) time.Duration { return s.upload }),
		work:     of(func(s sample) time.Duration { return s.work }),
		download: of(func(s sample) time.Duration { return s.download }),
		period:   of(func(s sample) time.Duration { return s.period }),
	}
}

// overtaken returns how many frames the samples have overtaken in total.
func overtaken(samples []sample) (n int) {
	for _, s := range samples {
		n += s.overtook
	}
	return n
}

// minimum holds the smallest value of a recent period, which is between memory and 2·memory
// long. The length of a link shows in a frame that met no queue, hence the minimum; links
// change, hence the limited memory. BBR calls it RTprop and remembers 10 s.
type minimum struct {
	now, before time.Duration
	since       time.Time // of now
}

const (
	memory  = 5 * time.Second
	unknown = time.Duration(1<<63 - 1)
)

func (m *minimum) add(at time.Time, v time.Duration) {
	switch age := at.Sub(m.since); {
	case m.since.IsZero() || age > 2*memory:
		m.now, m.before, m.since = unknown, unknown, at
	case age > memory:
		m.now, m.before, m.since = unknown, m.now, at
	}
	m.now = min(m.now, max(v, 0))
}

// value returns the minimum. It must not be called before add.
func (m *minimum) value() time.Duration { return min(m.now, m.before) }

func (m *minimum) known() bool { return !m.since.IsZero() }

package stream

import (
	"slices"
	"time"
)

// sample is where the time of one frame went.
type sample struct {
	total    time.Duration // from the camera to the screen
	trip     time.Duration // of the request: what follows is a part of it
	upload   time.Duration // the body's bytes on the link, after the headers'
	wait     time.Duration // for a worker
	work     time.Duration // decode, operations, encode
	download time.Duration // the answer's bytes on the link, after the headers'
	period   time.Duration // since the frame sent before it
}

func measure(f Frame, period time.Duration) sample {
	ms := func(t float64) time.Duration { return time.Duration(t * float64(time.Millisecond)) }
	return sample{
		total:    f.CameraToScreen(),
		trip:     f.RoundTrip(),
		upload:   ms(f.Timing.Receive),
		wait:     ms(f.Timing.Queue),
		work:     ms(f.Timing.Decode + f.Timing.Ops + f.Timing.Encode),
		download: f.Received.Sub(f.Answered),
		period:   period,
	}
}

// path is what is left of the trip: the length of the way there and back, and any
// queue on it.
func (s sample) path() time.Duration { return s.trip - s.upload - s.wait - s.work - s.download }

// median takes each figure's: a hiccup of a busy machine moves it little, a queue
// that stands moves it whole.
func median(samples []sample) sample {
	var values [enough]time.Duration
	of := func(field func(sample) time.Duration) time.Duration {
		for i, s := range samples {
			values[i] = field(s)
		}
		sorted := values[:len(samples)]
		slices.Sort(sorted)
		return sorted[len(sorted)/2]
	}
	return sample{
		total:    of(func(s sample) time.Duration { return s.total }),
		trip:     of(func(s sample) time.Duration { return s.trip }),
		upload:   of(func(s sample) time.Duration { return s.upload }),
		wait:     of(func(s sample) time.Duration { return s.wait }),
		work:     of(func(s sample) time.Duration { return s.work }),
		download: of(func(s sample) time.Duration { return s.download }),
		period:   of(func(s sample) time.Duration { return s.period }),
	}
}

// minimum is the least of the values of the last memory to 2·memory. The length of a
// way shows in the one frame that met no queue, hence the minimum; ways change, hence
// the memory (BBR calls it RTprop and remembers 10 s).
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

// value asks for a first add.
func (m *minimum) value() time.Duration { return min(m.now, m.before) }

func (m *minimum) known() bool { return !m.since.IsZero() }

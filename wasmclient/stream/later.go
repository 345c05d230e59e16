package stream

import "time"

// later decides when the link carries what is only for later: the module with which the page could
// stand in for a server, and what it takes to open without a network. Together they are as long as
// hundreds of frames of a slow link, and a connection delivers in order.
type later struct {
	until time.Time     // before which nothing is begun
	pause time.Duration // the last one; each further one is twice as long
	slow  time.Time     // since when the frames have been slow beside a load; zero if they are not
}

// A load that slows the frames down for longer than loadPatience is given up, and begun again after a
// pause. On a link that carries it in that time, to begin again and again would cost more.
const (
	loadPatience = 2 * time.Second
	firstPause   = 5 * time.Second
	longestPause = 80 * time.Second
)

// HasRoom reports whether something that is only for later may be loaded now: no frame needs the
// link, or the frames leave half of it. Who loads such a thing asks HeldUp meanwhile.
func (s *Stream) HasRoom() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hasRoom(time.Now())
}

func (s *Stream) hasRoom(now time.Time) bool {
	switch {
	case s.hidden || now.Before(s.later.until):
		return false
	case !s.running || s.here():
		return true
	}
	const free = 0.5
	return s.health.good() && s.pace.quick() && s.pace.down.lasts(s.at(s.pace.level).answer) < scale(s.pace.interval, free)
}

// HeldUp reports whether the frames have been slow for some time while something was loaded that is
// only for later. It is asked every second or so meanwhile. Its caller gives the load up then, and
// HasRoom is false for a while.
func (s *Stream) HeldUp() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, l := time.Now(), &s.later
	switch {
	case !s.running || s.hidden || s.here() || s.closed(now) || !s.health.good() || s.pace.quick():
		l.slow = time.Time{}
		return false
	case l.slow.IsZero():
		l.slow = now
		return false
	case now.Sub(l.slow) < loadPatience:
		return false
	}
	l.slow = time.Time{}
	l.pause = min(max(2*l.pause, firstPause), longestPause)
	l.until = now.Add(l.pause)
	return true
}

// quick reports whether every frame is sent, at more than the least quality of full size.
func (p *pace) quick() bool { return p.gap == 0 && p.level < fullSize }

// here reports whether the page processes the frames, and not only until a slow answer comes.
func (s *Stream) here() bool { return s.place == InPage && s.why != Stalled }

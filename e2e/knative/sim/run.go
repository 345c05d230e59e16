package sim

import (
	"errors"
	"math/rand/v2"
	"time"
)

// idleMost is how long after the last viewer the simulation waits for the last instance to end.
const idleMost = 10 * time.Minute

// request is a frame that is under way.
type request struct {
	viewer   int32
	sent     tick
	body     tick // when the whole of it has passed the viewer's link
	instance *instance
}

// simulation is the state of a run.
type simulation struct {
	calendar   calendar
	random     *rand.Rand
	cluster    cluster
	autoscaler *autoscaler

	viewers []viewer
	cameras [interval][]int32 // viewers, by the tick in which their camera has a frame
	leave   tick

	work           float64 // ticks of a CPU for each frame
	trip           tick    // there and back, without a body
	upload, answer tick    // times of the bodies on the link

	requests []request
	unused   []int32

	concurrency      int64 // sum over the ticks since the last report
	result           Result
	all, steady, now latencies
}

// Run simulates a crowd until no instance is left. The same arguments have the same result.
func Run(m Measured, p Platform, s Settings, c Crowd) (Result, error) {
	sim := &simulation{
		random: rand.New(rand.NewPCG(1, 2)),
		leave:  ticks(c.Leave),
		work:   m.CPUMS / 1000 * ticksPerSecond,
		trip:   ticks(c.Trip), upload: c.transfer(m.FrameBytes), answer: c.transfer(m.AnswerBytes),
	}
	sim.cluster = cluster{settings: s, platform: p, program: ticks(time.Duration(m.StartMS * float64(time.Millisecond)))}
	var err error
	if sim.autoscaler, err = newAutoscaler(s, &sim.cluster); err != nil {
		return Result{}, err
	}
	defer sim.autoscaler.close()
	for n := range c.Viewers {
		sim.viewers = append(sim.viewers, viewer{arrives: 1 + ticks(c.Arrive)*tick(n)/tick(c.Viewers), window: firstWindow})
		slot := sim.random.IntN(interval)
		sim.cameras[slot] = append(sim.cameras[slot], int32(n))
		sim.result.Watched += c.Leave - sim.viewers[n].arrives.duration()
	}
	for end := sim.leave + ticks(idleMost); ; {
		sim.step()
		if sim.calendar.now > sim.leave && sim.cluster.running() == 0 {
			return sim.finish(), nil
		}
		if sim.calendar.now > end {
			return Result{}, errors.New("sim: the instances do not end")
		}
	}
}

// transfer returns the time of a body on the link.
func (c Crowd) transfer(bytes int) tick {
	return ticks(time.Duration(float64(bytes) * 8 / c.Mbits * 1000))
}

// step simulates one tick.
func (s *simulation) step() {
	events := s.calendar.next()
	now := s.calendar.now
	if s.cluster.started(now); s.cluster.room > 0 {
		s.drain()
	}
	for _, e := range events {
		switch e.action {
		case received:
			s.received(e.request)
		case served:
			r := &s.requests[e.request]
			r.instance.frames--
			s.release(r.instance)
			s.calendar.add(now+s.trip+s.answer, event{shown, e.request})
		case shown:
			s.shown(e.request)
		}
	}
	if now < s.leave {
		for _, v := range s.cameras[now%interval] {
			if s.viewers[v].arrives <= now {
				s.offer(v)
			}
		}
	}
	s.concurrency += int64(s.cluster.concurrency())
	if now%reportEvery == 0 {
		s.autoscaler.report(now, float64(s.concurrency)/reportEvery)
		s.concurrency = 0
	}
	if now%decideEvery == 0 {
		s.decide()
	}
	if now%ticksPerSecond == 0 {
		s.record()
	}
}

// offer is called for every frame of a camera. The way of the headers to the service is counted
// with that of the answer.
func (s *simulation) offer(viewer int32) {
	now, v := s.calendar.now, &s.viewers[viewer]
	s.result.Offered++
	if !v.offers(now) {
		return
	}
	v.uplink = max(v.uplink, now) + s.upload
	id := s.request(request{viewer: viewer, sent: now, body: v.uplink})
	switch i := s.cluster.reserve(); {
	case i != nil:
		s.assign(id, i)
	case s.cluster.enqueue(id):
		if s.cluster.wanted() == 0 { // the activator reports the first request at once
			s.autoscaler.report(now, 1)
			s.decide()
		}
	default:
		v.failed(now, s.random)
		s.refused(id)
	}
}

func (s *simulation) request(r request) int32 {
	if n := len(s.unused); n > 0 {
		id := s.unused[n-1]
		s.unused = s.unused[:n-1]
		s.requests[id] = r
		return id
	}
	s.requests = append(s.requests, r)
	return int32(len(s.requests) - 1)
}

func (s *simulation) assign(id int32, i *instance) {
	r := &s.requests[id]
	r.instance = i
	s.calendar.add(max(r.body, s.calendar.now+1), event{received, id})
}

// drain assigns those that wait, as far as there is room.
func (s *simulation) drain() {
	for s.cluster.queued() > 0 {
		i := s.cluster.reserve()
		if i == nil {
			return
		}
		s.assign(s.cluster.dequeue(), i)
	}
}

func (s *simulation) release(i *instance) {
	s.cluster.release(i)
	s.drain()
}

func (s *simulation) received(id int32) {
	r := &s.requests[id]
	if done, ok := r.instance.take(s.calendar.now, s.work); ok {
		s.calendar.add(max(done, s.calendar.now+1), event{served, id})
		return
	}
	s.viewers[r.viewer].busy(s.calendar.now, s.random)
	i := r.instance
	s.refused(id)
	s.release(i)
}

func (s *simulation) refused(id int32) {
	s.result.Refused++
	s.second().Refused++
	s.unused = append(s.unused, id)
}

func (s *simulation) shown(id int32) {
	r := s.requests[id]
	now := s.calendar.now
	s.unused = append(s.unused, id)
	s.viewers[r.viewer].answered(now, r.sent)
	s.result.Answered++
	s.second().Answered++
	s.all.add(now - r.sent)
	s.now.add(now - r.sent)
	if s.lastMinute() {
		s.steady.add(now - r.sent)
	}
}

// lastMinute reports whether it is the minute before all leave.
func (s *simulation) lastMinute() bool {
	return s.calendar.now <= s.leave && s.calendar.now > s.leave-60*ticksPerSecond
}

// second returns the present one.
func (s *simulation) second() *Second {
	n := int((s.calendar.now - 1) / ticksPerSecond)
	for len(s.result.Seconds) <= n {
		s.result.Seconds = append(s.result.Seconds, Second{})
	}
	return &s.result.Seconds[n]
}

func (s *simulation) decide() {
	if want, ok := s.autoscaler.decide(s.calendar.now); ok && want != s.cluster.wanted() {
		s.cluster.scale(s.calendar.now, want)
		s.result.MostInstances = max(s.result.MostInstances, s.cluster.running())
	}
}

// record ends a second.
func (s *simulation) record() {
	second := s.second()
	second.Instances, second.Serving = s.cluster.running(), len(s.cluster.serving)
	second.P95 = s.now.quantile(0.95)
	s.now.clear()
	s.result.InstanceTime += time.Duration(second.Instances) * time.Second
	if s.calendar.now >= s.leave {
		return
	}
	for i := range s.viewers {
		if s.viewers[i].arrives <= s.calendar.now {
			second.Viewers++
		}
	}
}

func (s *simulation) finish() Result {
	r := s.result
	r.P50, r.P95, r.Longest = s.all.quantile(0.5), s.all.quantile(0.95), s.all.longest()
	r.Steady = s.steady.quantile(0.95)
	r.Zero = (s.calendar.now - s.leave).duration()
	answered, instances := 0, 0
	last := int(s.leave / ticksPerSecond)
	for _, second := range r.Seconds[max(last-60, 0):last] {
		answered += second.Answered
		instances += second.Serving
	}
	r.FPS = float64(answered) / 60 / float64(len(s.viewers))
	r.Busy = float64(answered) * s.work / ticksPerSecond / float64(max(instances, 1)*s.cluster.platform.CPUs)
	return r
}

package sim

// activatorQueue is how many requests the activator has wait (breakerQueueDepth in Knative's
// pkg/activator/net).
const activatorQueue = 10000

// serverQueue is how many frames framepost has wait for a worker (FRAMEPOST_QUEUE).
const serverQueue = 16

// instance is one that serves, or ends.
type instance struct {
	free   []float64 // for each worker, the time in ticks at which it is free
	open   int       // requests that it has
	frames int       // of these, those that have a worker or wait for one
	ending bool
}

// take gives a frame to the worker that is free first and returns the tick at which it is done,
// or reports that the queue is full.
func (i *instance) take(now tick, work float64) (tick, bool) {
	if i.frames >= len(i.free)+serverQueue {
		return 0, false
	}
	first := 0
	for w, at := range i.free {
		if at < i.free[first] {
			first = w
		}
	}
	i.frames++
	i.free[first] = max(i.free[first], float64(now)) + work
	return tick(i.free[first]) + 1, true
}

// cluster holds the instances, and the requests that wait for one.
type cluster struct {
	settings Settings
	platform Platform
	program  tick // from the start of the process to the first answer

	serving  []*instance
	starting []tick // when they will serve, in that order
	ending   int    // instances that finish what they have
	turn     int    // index of serving that the next request goes to
	room     int    // requests that the serving ones can still take
	open     int    // requests that any instance has

	waiting []int32 // requests, the first one at head
	head    int
}

// ReadyCount and NotReadyCount are called by Knative's autoscaler.
func (c *cluster) ReadyCount() (int, error)    { return len(c.serving), nil }
func (c *cluster) NotReadyCount() (int, error) { return len(c.starting), nil }

// wanted returns how many instances serve or will.
func (c *cluster) wanted() int { return len(c.serving) + len(c.starting) }

// running returns how many are paid for.
func (c *cluster) running() int { return c.wanted() + c.ending }

// concurrency returns the number of requests within the service.
func (c *cluster) concurrency() int { return c.open + c.queued() }

func (c *cluster) queued() int { return len(c.waiting) - c.head }

// scale starts instances, or ends the youngest.
func (c *cluster) scale(now tick, to int) {
	for c.wanted() < to {
		c.starting = append(c.starting, now+ticks(c.platform.Start)+c.program)
	}
	for c.wanted() > to && len(c.starting) > 0 {
		c.starting = c.starting[:len(c.starting)-1]
	}
	for c.wanted() > to {
		last := c.serving[len(c.serving)-1]
		c.serving = c.serving[:len(c.serving)-1]
		c.room -= c.settings.Concurrency - last.open
		if last.open > 0 {
			last.ending = true
			c.ending++
		}
	}
}

// started has those serve whose start is over.
func (c *cluster) started(now tick) {
	for len(c.starting) > 0 && c.starting[0] <= now {
		c.starting = c.starting[1:]
		c.serving = append(c.serving, &instance{free: make([]float64, c.platform.CPUs)})
		c.room += c.settings.Concurrency
	}
}

// reserve returns the next instance in turn that has room for a request, or nil.
func (c *cluster) reserve() *instance {
	if c.room == 0 {
		return nil
	}
	for {
		if c.turn >= len(c.serving) {
			c.turn = 0
		}
		i := c.serving[c.turn]
		c.turn++
		if i.open < c.settings.Concurrency {
			i.open++
			c.open++
			c.room--
			return i
		}
	}
}

// release ends a request of an instance.
func (c *cluster) release(i *instance) {
	i.open--
	c.open--
	switch {
	case !i.ending:
		c.room++
	case i.open == 0:
		c.ending--
	}
}

// enqueue has a request wait for an instance, or reports that too many do.
func (c *cluster) enqueue(request int32) bool {
	if c.queued() >= activatorQueue {
		return false
	}
	c.waiting = append(c.waiting, request)
	return true
}

// dequeue returns the request that has waited longest.
func (c *cluster) dequeue() int32 {
	request := c.waiting[c.head]
	if c.head++; c.head == len(c.waiting) || c.head > activatorQueue {
		c.waiting = c.waiting[:copy(c.waiting, c.waiting[c.head:])]
		c.head = 0
	}
	return request
}

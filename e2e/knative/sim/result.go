package sim

import "time"

// Second is what happened in one.
type Second struct {
	Viewers   int
	Instances int           // that are paid for, at the end of it
	Serving   int           // of these, those that can answer
	Answered  int           // frames
	Refused   int           // frames
	P95       time.Duration // from the page to the page, of the frames answered in it; 0 without any
}

// Result is how a crowd was served.
type Result struct {
	Seconds []Second

	Offered, Answered, Refused int // frames of the cameras; the others were skipped in the page

	FPS           float64       // that a viewer saw in the minute before all left, on average
	P50, P95      time.Duration // of all answered frames
	Steady        time.Duration // the p95 in the minute before all left
	Longest       time.Duration // the longest wait for an answer
	MostInstances int
	Busy          float64       // share of the CPUs' time that frames took, in the minute before all left
	Zero          time.Duration // from when all left to when no instance was left
	InstanceTime  time.Duration // summed over the instances
	Watched       time.Duration // summed over the viewers
}

// latencies is a histogram with a bin for each tick.
type latencies struct {
	bins []int32
	n    int
}

func (l *latencies) add(t tick) {
	if int(t) >= len(l.bins) {
		l.bins = append(l.bins, make([]int32, int(t)+1-len(l.bins))...)
	}
	l.bins[t]++
	l.n++
}

// quantile returns the least time that a share q of the frames did not exceed.
func (l *latencies) quantile(q float64) time.Duration {
	rest := int(q * float64(l.n))
	for t, n := range l.bins {
		if rest -= int(n); rest < 0 {
			return tick(t).duration()
		}
	}
	return 0
}

func (l *latencies) longest() time.Duration { return tick(max(len(l.bins)-1, 0)).duration() }

func (l *latencies) clear() {
	clear(l.bins)
	l.n = 0
}

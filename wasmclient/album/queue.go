// Package album decides about the photos of which the page makes full results: in which order
// they are posted, and under which names they are saved. It is plain Go; package browser posts,
// saves and shows.
package album

import "time"

// State is how far a photo is.
type State uint8

// States of a photo in a Queue. The last three are final.
const (
	Waiting State = iota
	Posting
	Done
	Failed
	Cancelled
)

const (
	// MostPosts is how many photos are posted at the same time: one is sent while the server works
	// on the other. More would take workers from those who watch a stream.
	MostPosts = 2

	// mostRefusals is how often a server may ask to try one photo again.
	mostRefusals = 8
)

// Queue says which photo is posted when. A photo is its index.
type Queue struct {
	states   []State
	refusals []int
	resume   time.Time // no photo is posted before that: the server has asked for it
}

// NewQueue returns a queue of n photos, all of them waiting.
func NewQueue(n int) *Queue { return &Queue{states: make([]State, n), refusals: make([]int, n)} }

// State returns how far a photo is.
func (q *Queue) State(photo int) State { return q.states[photo] }

// Count returns how many photos are in a state.
func (q *Queue) Count(s State) (n int) {
	for _, state := range q.states {
		if state == s {
			n++
		}
	}
	return n
}

// Over reports whether the state of each photo is final.
func (q *Queue) Over() bool { return q.Count(Waiting)+q.Count(Posting) == 0 }

// Next returns the photo to post now, whose state it sets to Posting. If there is none now, it
// returns how long to wait, or 0 to wait for the end of a post.
func (q *Queue) Next(now time.Time) (photo int, wait time.Duration, ok bool) {
	if q.Count(Posting) == MostPosts {
		return 0, 0, false
	}
	for i, state := range q.states {
		if state != Waiting {
			continue
		}
		if wait := q.resume.Sub(now); wait > 0 {
			return 0, wait, false
		}
		q.states[i] = Posting
		return i, 0, true
	}
	return 0, 0, false
}

// End sets the final state of a photo that is posted or waits. It reports whether that has
// changed it: a cancelled photo stays so, whatever comes of its post.
func (q *Queue) End(photo int, as State) bool {
	if q.states[photo] > Posting {
		return false
	}
	q.states[photo] = as
	return true
}

// Refused has a photo wait again that the server has refused for a time, which is the seconds of
// Retry-After; of none, it is a second. It reports whether the photo may be tried again; if not,
// the photo has failed. It does nothing for a photo that was cancelled.
func (q *Queue) Refused(photo int, after time.Duration, now time.Time) bool {
	if q.states[photo] != Posting {
		return false
	}
	if q.refusals[photo]++; q.refusals[photo] > mostRefusals {
		q.states[photo] = Failed
		return false
	}
	q.states[photo] = Waiting
	if resume := now.Add(max(after, time.Second)); resume.After(q.resume) {
		q.resume = resume
	}
	return true
}

package album

import (
	"testing"
	"time"
)

var now = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func next(t *testing.T, q *Queue, at time.Time, photo int, wait time.Duration, ok bool) {
	t.Helper()
	if p, w, o := q.Next(at); p != photo || w != wait || o != ok {
		t.Errorf("Next = %d, %v, %v, want %d, %v, %v", p, w, o, photo, wait, ok)
	}
}

func TestAtMostTwoAreInPost(t *testing.T) {
	q := NewQueue(4)
	next(t, q, now, 0, 0, true)
	next(t, q, now, 1, 0, true)
	next(t, q, now, 0, 0, false)
	q.End(1, Done)
	next(t, q, now, 2, 0, true)
	next(t, q, now, 0, 0, false)
	q.End(0, Failed) // stops no other
	next(t, q, now, 3, 0, true)
	q.End(2, Done)
	next(t, q, now, 0, 0, false)
	if q.Over() {
		t.Error("over while one is posted")
	}
	q.End(3, Done)
	if !q.Over() || q.Count(Done) != 3 || q.Count(Failed) != 1 || q.State(0) != Failed {
		t.Errorf("%+v", q)
	}
}

func TestCancelledPhotos(t *testing.T) {
	q := NewQueue(3)
	next(t, q, now, 0, 0, true)
	if !q.End(0, Cancelled) || !q.End(1, Cancelled) {
		t.Error("a photo in post and one that waits can be cancelled")
	}
	next(t, q, now, 2, 0, true)
	if q.End(0, Failed) || q.Refused(0, 0, now) || q.State(0) != Cancelled {
		t.Error("what comes of the post of a cancelled photo changes it")
	}
	if q.End(2, Done); q.End(2, Cancelled) {
		t.Error("a photo that is done is cancelled")
	}
}

// No photo is posted before the time that the server has asked for, whichever it refused.
func TestRefusedPhotosWait(t *testing.T) {
	q := NewQueue(3)
	next(t, q, now, 0, 0, true)
	next(t, q, now, 1, 0, true)
	if !q.Refused(0, 5*time.Second, now) {
		t.Error("the first refusal is final")
	}
	next(t, q, now, 0, 5*time.Second, false)
	q.Refused(1, 0, now) // a second, which is earlier
	next(t, q, now.Add(4*time.Second), 0, time.Second, false)
	next(t, q, now.Add(5*time.Second), 0, 0, true)
	next(t, q, now.Add(5*time.Second), 1, 0, true)
}

func TestRefusalsEnd(t *testing.T) {
	q := NewQueue(1)
	at := now
	for n := 0; ; n++ {
		next(t, q, at, 0, 0, true)
		if !q.Refused(0, 0, at) {
			if n != mostRefusals || q.State(0) != Failed {
				t.Errorf("%d refusals, then %v", n, q.State(0))
			}
			break
		}
		at = at.Add(time.Second)
	}
}

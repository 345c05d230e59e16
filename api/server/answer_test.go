package server

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"framepost/api/pipeline"
	"framepost/api/wire"
)

// planned is a pipeline that says what every frame will take.
type planned struct {
	hold
	plan pipeline.Plan
}

func (p planned) Plan(pipeline.Job) (pipeline.Plan, error) { return p.plan, nil }

// What would take longer than there is time is refused before it waits for a worker.
func TestTooCostly(t *testing.T) {
	h := planned{newHold(), pipeline.Plan{Time: 19400 * time.Millisecond}}
	overEach(t, small(), func() Pipeline { return h }, func(t *testing.T, s *service, c client) {
		detail := wantProblem(t, c.post(t, wire.PathFrame, jpegLike(9)), wire.TooCostly)
		if !strings.Contains(detail, "19.4 s") || !strings.Contains(detail, "10.0 s") {
			t.Errorf("the detail is %q", detail)
		}
		if len(h.entered) != 0 {
			t.Error("it was processed")
		}
	})
}

// An answer for which there can never be room is no matter of trying again.
func TestAnswerThatNeverFits(t *testing.T) {
	most := small().memory()
	h := planned{newHold(), pipeline.Plan{Answer: int(most-most/4) + 1}}
	overEach(t, small(), func() Pipeline { return h }, func(t *testing.T, s *service, c client) {
		wantProblem(t, c.post(t, wire.PathFrame, jpegLike(9)), wire.TooManyPixels)
		if len(h.entered) != 0 {
			t.Error("it was processed")
		}
	})
}

// An answer has its memory before it is made: of those that don't fit the last is refused
// at once, and others are answered when they do.
func TestAnswersAreBudgeted(t *testing.T) {
	c := small()
	c.Workers = 8
	var h planned
	overEach(t, c, func() Pipeline {
		h = planned{newHold(), pipeline.Plan{Answer: int(c.memory()/4) - 64<<10}} // and the bodies
		return h
	}, func(t *testing.T, s *service, c client) {
		answers := make(chan answer, 4)
		for range 3 {
			go func() { answers <- c.post(t, wire.PathFrame, jpegLike(9)) }()
			<-h.entered
		}
		begun := time.Now()
		wantProblem(t, c.post(t, wire.PathFrame, jpegLike(9)), wire.Busy)
		if took := time.Since(begun); took != 0 {
			t.Errorf("refused after %v", took)
		}
		for range 3 {
			h.release <- struct{}{}
			if got := <-answers; got.StatusCode != http.StatusOK {
				t.Errorf("got %d %s", got.StatusCode, got.body)
			}
		}
		if s.memory.inUse() != 0 {
			t.Errorf("%d bytes are never given back", s.memory.inUse())
		}
	})
}

// Pictures that together take more memory than there is are worked on one after another.
func TestPicturesAreBudgeted(t *testing.T) {
	c := small()
	c.Workers, c.Pictures = 4, 100<<20
	var h planned
	overEach(t, c, func() Pipeline {
		h = planned{newHold(), pipeline.Plan{Memory: 60 << 20}}
		return h
	}, func(t *testing.T, s *service, c client) {
		answers := make(chan answer, 3)
		for range 3 {
			go func() { answers <- c.post(t, wire.PathFrame, jpegLike(9)) }()
		}
		for range 3 {
			<-h.entered
			time.Sleep(time.Second)
			if _, running := s.gate.Load(); running != 1 {
				t.Errorf("%d have a worker", running)
			}
			h.release <- struct{}{}
			if got := <-answers; got.StatusCode != http.StatusOK {
				t.Errorf("got %d %s", got.StatusCode, got.body)
			}
		}
	})
}

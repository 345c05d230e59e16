package server

import (
	"context"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"framepost/api/filter"
	"framepost/api/pipeline"
	"framepost/api/server/admission"
	"framepost/api/wire"
)

// answer waits for a worker and has a frame processed, whatever transport brought it:
// it knows neither requests nor responses. A frame for which there is no time or memory is
// refused before any of it is decoded, as is one that waits longer than budget. Waiting and
// work together end with Config.Timeout, or with ctx.
func (s *Server) answer(ctx context.Context, who admission.Viewer, budget time.Duration, job pipeline.Job) (pipeline.Answer, error) {
	plan, err := s.pipeline.Plan(job)
	if err != nil {
		return pipeline.Answer{}, err
	}
	if plan.Time > s.config.Timeout {
		return pipeline.Answer{}, tooCostly(plan, s.config.Timeout)
	}
	if !s.memory.fits(plan.Answer) {
		return pipeline.Answer{}, answerTooLarge(plan)
	}
	ctx, cancel := context.WithTimeout(ctx, s.config.Timeout)
	defer cancel()
	if err := job.Chain.Ready(ctx); err != nil { // before it takes a worker from other frames
		return pipeline.Answer{}, err
	}
	a := s.memory.of(who.Address)
	if !a.take(plan.Answer) {
		return pipeline.Answer{}, s.memory.full()
	}
	defer a.give(plan.Answer)
	arrived := time.Now()
	pass, err := s.gate.Enter(ctx, who, admission.Work{Time: plan.Time, Memory: plan.Memory}, budget)
	s.config.Tracing.Stage(ctx, "queue", arrived, time.Now())
	if err != nil {
		return pipeline.Answer{}, err
	}
	defer pass.Leave()
	if plan.Memory > s.config.Pictures/4 && s.config.Pictures > 0 {
		defer collect() // before the next large picture is let in
	}
	job.Plan = plan
	ctx = filter.WithAside(s.traced(ctx), pass.Aside)
	answer, err := s.pipeline.Process(newYielding(ctx), job)
	if err != nil {
		return pipeline.Answer{}, err
	}
	returning := pass.Returning.Seconds() * 1000 // which the pipeline takes for work
	answer.Timing.Queue = pass.Waited.Seconds()*1000 + returning
	answer.Timing.Ops = max(answer.Timing.Ops-returning, 0)
	s.metrics.observe(answer.Timing)
	return answer, nil
}

// collect has the memory of a large picture freed, and returned to the kernel. The collector
// would begin only when the next one takes its own beside it, which a small instance does
// not survive. What the pools keep goes with the second collection, which is FreeOSMemory's.
func collect() {
	runtime.GC()
	debug.FreeOSMemory()
}

func tooCostly(plan pipeline.Plan, allowed time.Duration) error {
	seconds := func(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s" }
	return &wire.Error{Code: wire.TooCostly, Detail: "the frame would take about " + seconds(plan.Time) + " of a CPU; " +
		seconds(allowed) + " are allowed: begin the chain with a resize, or leave operations out"}
}

func answerTooLarge(plan pipeline.Plan) error {
	return &wire.Error{Code: wire.TooManyPixels, Detail: "the answer would take about " + strconv.Itoa(plan.Answer>>20) +
		" MiB, more than the server has for one: add a resize to the chain"}
}

package server

import (
	"context"
	"time"

	"framepost/api/pipeline"
	"framepost/api/server/admission"
)

// answer waits for a worker and has a frame processed, whatever transport brought it:
// it knows neither requests nor responses. A frame that waits longer than budget is
// refused; waiting and work together end with Config.Timeout, or with ctx.
func (s *Server) answer(ctx context.Context, who admission.Viewer, budget time.Duration, job pipeline.Job) (pipeline.Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, s.config.Timeout)
	defer cancel()
	waited, err := s.gate.Enter(ctx, who, budget)
	if err != nil {
		return pipeline.Answer{}, err
	}
	defer s.gate.Leave()
	answer, err := s.pipeline.Process(ctx, job)
	if err != nil {
		return pipeline.Answer{}, err
	}
	answer.Timing.Queue = waited.Seconds() * 1000
	s.metrics.observe(answer.Timing)
	return answer, nil
}

package sidecar

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"framepost/api/pipeline"
	"framepost/api/wire"

	"github.com/sony/gobreaker/v2"
)

const (
	// trips is after how many failures in a row a sidecar is left alone.
	trips = 5

	// pause is for how long. Then one frame tries whether it is back.
	pause = time.Second
)

// errOpen is the error of a frame that does not reach a sidecar that is left alone.
var errOpen = &pipeline.ServiceError{Reason: wire.ReasonOpen, Cause: errors.New("it has failed repeatedly")}

func newCircuit(name string, log *slog.Logger) *gobreaker.TwoStepCircuitBreaker[any] {
	return gobreaker.NewTwoStepCircuitBreaker[any](gobreaker.Settings{
		Name:        name,
		Timeout:     pause,
		ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= trips },
		OnStateChange: func(name string, from, to gobreaker.State) {
			switch {
			case to == gobreaker.StateClosed:
				log.Info("the sidecar is back", slog.String("sidecar", name))
			case from == gobreaker.StateClosed:
				log.Warn("the sidecar fails and is left alone", slog.String("sidecar", name))
			}
		},
	})
}

// blameless reports whether an error, or none, is no failure of the sidecar. That nobody waits for
// a frame any more is none: whoever closes their requests would keep the sidecar from all others.
func blameless(err error) bool { return err == nil || errors.Is(err, context.Canceled) }

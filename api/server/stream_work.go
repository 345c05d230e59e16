package server

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"framepost/api/pipeline"
	"framepost/api/wire"
)

// admit counts a picture as a posted one is counted. One that comes too soon is refused if it
// is live, else it waits.
func (st *stream) admit(ctx context.Context) error {
	capability, _, err := param(st.request.URL.RawQuery, wire.QueryCap, wire.BadQuery)
	for err == nil {
		_, err = st.server.guard.Admit(st.request, st.account.address, capability, st.query.text)
		if !is(err, wire.RateLimited) || st.query.flow.live || !pause(ctx) {
			return err
		}
		err = nil
	}
	return err
}

// process has a picture answered. One for which there is no room now waits, unless it is live.
func (st *stream) process(ctx context.Context, p *piece) {
	defer st.account.release(p.body)
	defer func() {
		if cause := recover(); cause != nil {
			st.server.panics.write(st.server.log, st.request, "panic", cause, debug.Stack())
			p.err = internal
		}
	}()
	if first := st.begun.Add(1) == 1; !first && p.err == nil { // the request itself has counted as one
		p.err = st.admit(ctx)
	}
	if p.err != nil {
		return
	}
	job := pipeline.Job{Body: p.body.Bytes, Chain: st.query.chain, Format: pipeline.Formats[0], Quality: st.query.quality,
		Bytes: st.query.bytes, About: st.query.about, MaxPixels: st.maxPixels, MaxSource: st.maxSource}
	for {
		answer, err := st.server.answer(ctx, st.viewer, st.budget, job)
		if err == nil {
			err = st.account.adopt(answer.Body)
		}
		if err == nil {
			answer.Timing.Receive = p.receive.Seconds() * 1000
			p.answer = answer
			return
		}
		if !is(err, wire.Busy) || st.query.flow.live || !pause(ctx) {
			p.err = err
			return
		}
	}
}

// breath is how long a picture waits that was refused because there is no room for it now.
const breath = 20 * time.Millisecond

// pause waits for a breath and reports whether to try again.
func pause(ctx context.Context) bool {
	timer := time.NewTimer(breath)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// is reports whether an error has a code.
func is(err error, code wire.Code) bool {
	var e *wire.Error
	return errors.As(err, &e) && e.Code == code
}

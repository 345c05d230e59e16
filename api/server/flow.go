package server

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"framepost/api/wire"
)

// flow is how the pictures of a stream follow one another.
type flow struct {
	fps     int    // at most; 0: as many as come
	live    bool   // the newest goes next; else every one does, in order
	onError string // wire.OnErrorRepeat, wire.OnErrorSkip or wire.OnErrorStop
}

var onErrors = []string{wire.OnErrorRepeat, wire.OnErrorSkip, wire.OnErrorStop}

func readFlow(raw string) (f flow, err error) {
	if f.fps, err = number(raw, wire.QueryFPS, wire.BadStream, wire.MinFPS, wire.MaxFPS, 0); err != nil {
		return f, err
	}
	live, err := number(raw, wire.QueryLive, wire.BadStream, 0, 1, 0)
	if err != nil {
		return f, err
	}
	f.live = live == 1
	onError, given, err := param(raw, wire.QueryOnError, wire.BadStream)
	switch {
	case err != nil:
		return f, err
	case !given:
		onError = wire.OnErrorRepeat
	case !slices.Contains(onErrors, onError):
		return f, &wire.Error{Code: wire.BadStream, Detail: wire.QueryOnError + " is " + strconv.Quote(onError) +
			"; allowed is " + strings.Join(onErrors, ", ")}
	}
	f.onError = onError
	return f, nil
}

// thinner leaves pictures out that come faster than a rate.
type thinner struct {
	every time.Duration // 0: takes them all
	due   time.Time     // of the next one
}

func newThinner(fps int) thinner {
	if fps == 0 {
		return thinner{}
	}
	return thinner{every: time.Second / time.Duration(fps)}
}

// takes reports whether a picture that comes now is to be answered. One that comes a little
// early is, and the next one is due as if it had not: clocks differ, and the rate must not.
func (t *thinner) takes(now time.Time) bool {
	if now.Add(t.every / 4).Before(t.due) {
		return false
	}
	t.due = t.due.Add(t.every)
	if t.due.Before(now) {
		t.due = now.Add(t.every)
	}
	return true
}

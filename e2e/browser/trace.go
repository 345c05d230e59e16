package browser

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"
)

// Task is one stretch of time in which a page's main thread runs a script, with all that
// the script calls, WebAssembly and the browser's own functions. Times are in ms.
type Task struct {
	At   float64 // on performance.now's clock
	Wall float64 // from the beginning to the end, pauses included
	CPU  float64 // of the thread: what the machine's other work does not lengthen
}

// scripts are the events of a performance trace that stand for a script's running
// (the "scripting" of the browser's own tools).
var scripts = []string{"FunctionCall", "RunMicrotasks", "EventDispatch", "TimerFire", "FireAnimationFrame", "EvaluateScript"}

type traced struct {
	Name     string
	Pid, Tid int
	Ts       float64 // µs
	Dur      float64
	Tdur     float64
	Args     struct {
		Data struct{ StartTime float64 } // of a mark, ms on performance.now's clock
	}
}

// mark is the name of the one mark in a trace, which says how the page's clock stands to
// the trace's.
const mark = "the page's clock"

// Trace takes a performance trace for that long and gives the scripts' tasks on the
// page's main thread, in their order.
func (tab *Tab) Trace(d time.Duration) []Task {
	tab.t.Helper()
	var events []traced
	complete := make(chan struct{})
	chromedp.ListenTarget(tab.ctx, func(event any) {
		switch event := event.(type) {
		case *tracing.EventDataCollected:
			for _, raw := range event.Value {
				var e traced
				if json.Unmarshal(raw, &e) == nil {
					events = append(events, e)
				}
			}
		case *tracing.EventTracingComplete:
			close(complete)
		}
	})
	config := &tracing.TraceConfig{IncludedCategories: []string{"devtools.timeline", "v8.execute", "blink.user_timing"}, ExcludedCategories: []string{"*"}}
	tab.run("trace", tracing.Start().WithTraceConfig(config))
	tab.Eval("void performance.mark("+strconv.Quote(mark)+")", nil)
	time.Sleep(d)
	tab.run("trace", tracing.End(), chromedp.ActionFunc(func(ctx context.Context) error {
		select {
		case <-complete:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}))
	return tasks(events)
}

// tasks gives the outermost scripts of the thread that has the mark: one that another one
// contains is a part of it.
func tasks(events []traced) (list []Task) {
	i := slices.IndexFunc(events, func(e traced) bool { return e.Name == mark })
	if i < 0 {
		return nil
	}
	main := events[i]
	origin := main.Ts/1000 - main.Args.Data.StartTime
	events = slices.DeleteFunc(events, func(e traced) bool {
		return e.Pid != main.Pid || e.Tid != main.Tid || !slices.Contains(scripts, e.Name)
	})
	slices.SortFunc(events, func(a, b traced) int {
		return cmp.Or(cmp.Compare(a.Ts, b.Ts), cmp.Compare(b.Dur, a.Dur))
	})
	end := 0.0
	for _, e := range events {
		if e.Ts >= end {
			list = append(list, Task{e.Ts/1000 - origin, e.Dur / 1000, e.Tdur / 1000})
			end = e.Ts + e.Dur
		}
	}
	return list
}

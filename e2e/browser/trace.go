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

// Task is a period in which a page's main thread runs a script, including everything that the
// script calls, such as WebAssembly and functions of the browser. Times are in ms.
type Task struct {
	At   float64 // on performance.now's clock
	Wall float64 // from beginning to end, pauses included
	CPU  float64 // time of the thread, which other work of the machine does not lengthen
}

// scripts are the events of a performance trace that mean that a script runs ("scripting" in
// the browser's developer tools).
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

// mark is the name of the only mark in a trace. It relates the page's clock to that of the
// trace.
const mark = "the page's clock"

// Trace records a performance trace for that long. It returns the tasks of the page's main
// thread in their order.
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

// tasks returns the outermost scripts of the thread that has the mark. A script inside another
// one is a part of it.
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

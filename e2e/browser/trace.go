package browser

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"
)

// Task is one stretch of time in which a page's main thread runs a script, with all that
// the script calls, WebAssembly and the browser's own functions. Times are in ms.
type Task struct {
	At   float64
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
	Args     struct{ Name string }
}

// Trace takes a performance trace for that long and gives the scripts' tasks on the
// main thread of the page that is busiest with them, in their order.
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
	config := &tracing.TraceConfig{IncludedCategories: []string{"devtools.timeline", "v8.execute"}, ExcludedCategories: []string{"*"}}
	tab.run("trace", tracing.Start().WithTraceConfig(config))
	time.Sleep(d)
	tab.run("trace", tracing.End(), chromedp.ActionFunc(func(ctx context.Context) error {
		select {
		case <-complete:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}))
	return busiest(events)
}

// busiest gives the outermost scripts of the main thread that they take most time of: one
// that another one contains is a part of it.
func busiest(events []traced) (most []Task) {
	type thread struct{ pid, tid int }
	mains, threads := map[thread]bool{}, map[thread][]traced{}
	for _, e := range events {
		at := thread{e.Pid, e.Tid}
		if e.Name == "thread_name" && e.Args.Name == "CrRendererMain" {
			mains[at] = true
		} else if slices.Contains(scripts, e.Name) {
			threads[at] = append(threads[at], e)
		}
	}
	longest := 0.0
	for at := range mains {
		if tasks, sum := outermost(threads[at]); sum > longest {
			most, longest = tasks, sum
		}
	}
	return most
}

func outermost(events []traced) (tasks []Task, sum float64) {
	slices.SortFunc(events, func(a, b traced) int {
		return cmp.Or(cmp.Compare(a.Ts, b.Ts), cmp.Compare(b.Dur, a.Dur))
	})
	end := 0.0
	for _, e := range events {
		if e.Ts < end {
			continue
		}
		end = e.Ts + e.Dur
		tasks = append(tasks, Task{e.Ts / 1000, e.Dur / 1000, e.Tdur / 1000})
		sum += e.Dur / 1000
	}
	return tasks, sum
}

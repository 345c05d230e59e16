package browser

import (
	"slices"
	"testing"
)

func TestScriptsOfATrace(t *testing.T) {
	name := func(tid int, name string) traced {
		e := traced{Name: "thread_name", Pid: 1, Tid: tid}
		e.Args.Name = name
		return e
	}
	event := func(tid int, name string, at, wall, cpu float64) traced {
		return traced{Name: name, Pid: 1, Tid: tid, Ts: at, Dur: wall, Tdur: cpu}
	}
	got := busiest([]traced{
		name(1, "CrRendererMain"), name(2, "CrRendererMain"), name(3, "DedicatedWorker thread"),
		event(2, "FunctionCall", 9000, 2000, 1000),
		event(2, "RunMicrotasks", 9500, 500, 500), // a part of the one before
		event(2, "Layout", 8500, 90000, 90000),    // no script
		event(2, "EventDispatch", 4000, 1000, 900),
		event(2, "FunctionCall", 4000, 700, 700), // begins with the dispatch that calls it
		event(1, "FunctionCall", 0, 2500, 2500),  // another page's
		event(3, "FunctionCall", 0, 70000, 70000),
	})
	if want := []Task{{4, 1, 0.9}, {9, 2, 1}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := busiest(nil); got != nil {
		t.Errorf("nothing gives %v", got)
	}
}

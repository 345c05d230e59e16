package browser

import (
	"slices"
	"testing"
)

func TestTasksOfATrace(t *testing.T) {
	event := func(tid int, name string, at, wall, cpu float64) traced {
		return traced{Name: name, Pid: 1, Tid: tid, Ts: at, Dur: wall, Tdur: cpu}
	}
	clock := event(2, mark, 3000, 0, 0)
	clock.Args.Data.StartTime = 103
	got := tasks([]traced{
		event(2, "FunctionCall", 9000, 2000, 1000),
		event(2, "RunMicrotasks", 9500, 500, 500), // inside the previous one
		event(2, "Layout", 8500, 90000, 90000),    // not a script
		clock,
		event(2, "EventDispatch", 4000, 1000, 900),
		event(2, "FunctionCall", 4000, 700, 700), // begins together with the dispatch that calls it
		event(1, "FunctionCall", 0, 2500, 2500),  // on another page's thread
	})
	if want := []Task{{104, 1, 0.9}, {109, 2, 1}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := tasks(nil); got != nil {
		t.Errorf("nothing gives %v", got)
	}
}

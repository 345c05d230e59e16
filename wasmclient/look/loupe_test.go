package look

import "testing"

func TestLoupe(t *testing.T) {
	var l Loupe
	is := func(what string, factor, x, y float64) {
		t.Helper()
		if gotX, gotY := l.Corner(); l.Factor() != factor || gotX != x || gotY != y {
			t.Errorf("%s: %v at %v,%v, want %v at %v,%v", what, l.Factor(), gotX, gotY, factor, x, y)
		}
	}
	is("at first", 1, 0, 0)
	l.Pan(0.5, -0.5)
	is("the whole picture cannot move", 1, 0, 0)
	l.Zoom(2, 0.5, 0.25)
	is("the point stays", 2, -0.5, -0.25)
	l.Zoom(2, 0, 1)
	is("in a corner", 4, -1, -1.5)
	l.Pan(0.25, -9)
	is("to the lower edge", 4, -0.75, -3)
	l.Zoom(0.5, 0.5, 0.5)
	is("the edge stays in the view", 2, -0.125, -1)
	l.Zoom(100, 0, 0)
	is("the most", MaxZoom, -0.5, -4)
	l.Zoom(0.001, 0.3, 0.3)
	is("the whole again", 1, 0, 0)
}

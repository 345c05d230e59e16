package browser

import (
	"strconv"
	"syscall/js"

	"framepost/wasmclient/look"
)

// loupe magnifies both pictures in Compare, always the same part of them.
type loupe struct {
	look.Loupe
	stage, view, tools js.Value
	x, y               float64 // where a pointer drags the picture, in shares of the view's sides
	drags              bool
}

// panStep is how far a key moves the picture, as a share of the view's sides.
const panStep = 0.1

func newLoupe(stage js.Value) *loupe {
	l := &loupe{stage: stage, view: within(stage, ".answer .view"), tools: byID("loupe")}
	onClick("closer", func() { l.zoom(1.5, 0.5, 0.5) })
	onClick("farther", func() { l.zoom(1/1.5, 0.5, 0.5) })
	on(byID("divider"), "keydown", l.key)
	on(l.view, "pointerdown", func(event js.Value) {
		if l.Factor() > 1 && !event.Get("target").Equal(byID("divider")) {
			l.drags = true
			l.x, l.y = l.at(event)
			l.view.Call("setPointerCapture", event.Get("pointerId"))
		}
	})
	on(l.view, "pointermove", func(event js.Value) {
		if l.drags {
			x, y := l.at(event)
			l.Pan(x-l.x, y-l.y)
			l.x, l.y = x, y
			l.show()
		}
	})
	for _, end := range []string{"pointerup", "pointercancel"} {
		on(l.view, end, func(js.Value) { l.drags = false })
	}
	return l
}

// at returns the place of an event in the view, in shares of its sides.
func (l *loupe) at(event js.Value) (x, y float64) {
	box := l.view.Call("getBoundingClientRect")
	return (float(event.Get("clientX")) - float(box.Get("left"))) / float(box.Get("width")),
		(float(event.Get("clientY")) - float(box.Get("top"))) / float(box.Get("height"))
}

// key moves the picture with Shift and the arrows; without Shift they move the divider.
func (l *loupe) key(event js.Value) {
	step, known := map[string][2]float64{
		"ArrowLeft": {panStep, 0}, "ArrowRight": {-panStep, 0}, "ArrowUp": {0, panStep}, "ArrowDown": {0, -panStep},
	}[text(event.Get("key"))]
	if known && event.Get("shiftKey").Bool() {
		event.Call("preventDefault")
		l.Pan(step[0], step[1])
		l.show()
	}
}

func (l *loupe) zoom(by, x, y float64) {
	l.Zoom(by, x, y)
	l.show()
	announce(strconv.Itoa(int(100*l.Factor()+0.5)) + " %")
}

func (l *loupe) show() {
	x, y := l.Corner()
	style := l.stage.Get("style")
	for name, value := range map[string]string{"--zoom": decimal(l.Factor()), "--pan-x": decimal(100*x) + "%", "--pan-y": decimal(100*y) + "%"} {
		style.Call("setProperty", name, value)
	}
	l.stage.Call("toggleAttribute", "data-zoomed", l.Factor() > 1)
}

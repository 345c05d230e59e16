package browser

import "syscall/js"

// lens has the light and the zoom of the open camera, if it has any
// (https://www.w3.org/TR/image-capture/#mediatrackcapabilities-section). A track has them for as
// long as it is open, so nothing is remembered.
type lens struct {
	track             js.Value
	torch, zoom       js.Value
	hasTorch, hasZoom bool
}

func newLens() *lens {
	l := &lens{torch: byID("torch"), zoom: byID("zoom")}
	onClick("torch", func() {
		setPressed(l.torch, !isPressed(l.torch))
		l.apply()
	})
	on(l.zoom, "input", func(js.Value) { l.apply() })
	return l
}

// show shows what that track has. Firefox has no getCapabilities.
func (l *lens) show(track js.Value) {
	l.track = track
	has, is := object(), track.Call("getSettings")
	if track.Get("getCapabilities").Truthy() {
		has = track.Call("getCapabilities")
	}
	zoom := has.Get("zoom")
	l.hasTorch = has.Get("torch").Truthy()
	l.hasZoom = zoom.Truthy() && float(zoom.Get("max")) > float(zoom.Get("min"))
	l.torch.Set("hidden", !l.hasTorch)
	setPressed(l.torch, is.Get("torch").Truthy())
	byID("zoom-field").Set("hidden", !l.hasZoom)
	if l.hasZoom {
		for _, bound := range []string{"min", "max", "step"} {
			l.zoom.Set(bound, zoom.Get(bound))
		}
		l.zoom.Set("value", is.Get("zoom"))
	}
}

// apply sets both at once, as a track forgets what it was asked before. It asks for nothing else,
// since Chromium refuses a mixture with size and rate. If the camera refuses, its light is off.
func (l *lens) apply() {
	wanted := object()
	if l.hasTorch {
		wanted.Set("torch", isPressed(l.torch))
	}
	if l.hasZoom {
		wanted.Set("zoom", l.zoom.Get("valueAsNumber"))
	}
	settled(l.track.Call("applyConstraints", object("advanced", []any{wanted})), ignore, func(js.Value) {
		setPressed(l.torch, false)
	})
}

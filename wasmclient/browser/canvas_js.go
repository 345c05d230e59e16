package browser

import "syscall/js"

// checkCanvas calls then with whether the browser lets a page read what is drawn on a canvas, as
// each frame is on its way to a JPEG. Firefox with privacy.resistFingerprinting, the Tor browser
// and some add-ons return noise or white instead. The answer may change when the viewer allows
// it, so checkCanvas asks until it is yes. Before that no frame may be grabbed: the message to the
// codec has nothing but its id.
func (g *grabber) checkCanvas(then func(faithful bool)) {
	if g.faithful {
		then(true)
		return
	}
	g.encoder.send(func(result js.Value) {
		g.faithful = result.Index(1).Truthy()
		then(g.faithful)
	}, nil)
}

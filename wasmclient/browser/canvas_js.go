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
		if g.faithful = result.Index(1).Truthy(); !g.faithful {
			attempt(readOwnCanvas)
		}
		then(g.faithful)
	}, nil)
}

// readOwnCanvas reads from a canvas on the page's thread. Firefox then shows the picture in the
// address bar with which the viewer can allow it, for workers as well; a worker's attempt does
// not bring it up.
func readOwnCanvas() {
	element("canvas").Call("getContext", "2d").Call("getImageData", 0, 0, 1, 1)
}

// whenFaithful calls then if the browser lets the page read what is drawn on a canvas. Otherwise
// only noise could be sent: it ends everything and says so.
func (p *Page) whenFaithful(then func()) {
	p.grabber.checkCanvas(func(faithful bool) {
		p.chooser.allow()
		if faithful {
			then()
		} else {
			p.halt(CanvasMessage(agent()))
		}
	})
}

func agent() string { return text(window.Get("navigator").Get("userAgent")) }

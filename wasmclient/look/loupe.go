package look

// Loupe is which part of a picture is seen, and how large. The zero Loupe shows the whole.
type Loupe struct {
	more float64 // the magnification less one
	x, y float64 // where the picture's corner at the top left is, in shares of the view's sides, ≤ 0
}

// MaxZoom bounds the magnification.
const MaxZoom = 8

// Factor returns the magnification, 1 to MaxZoom.
func (l *Loupe) Factor() float64 { return 1 + l.more }

// Corner returns where the picture's corner at the top left is, in shares of the view's sides.
func (l *Loupe) Corner() (x, y float64) { return l.x, l.y }

// Zoom multiplies the magnification. What is at (x, y), in shares of the view's sides, stays there
// where the picture's edges allow it.
func (l *Loupe) Zoom(by, x, y float64) {
	before := l.Factor()
	l.more = min(max(before*by, 1), MaxZoom) - 1
	by = l.Factor() / before
	l.x, l.y = x-(x-l.x)*by, y-(y-l.y)*by
	l.Pan(0, 0)
}

// Pan moves the picture by shares of the view's sides, as far as its edges.
func (l *Loupe) Pan(dx, dy float64) {
	l.x, l.y = min(max(l.x+dx, -l.more), 0), min(max(l.y+dy, -l.more), 0)
}

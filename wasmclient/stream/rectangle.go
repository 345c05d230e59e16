package stream

// rectangle is a part of a picture, or of the grid of tiles: from minX, minY to before maxX, maxY.
// It does what image.Rectangle does, whose package would bring its colour models into the client.
type rectangle struct{ minX, minY, maxX, maxY int }

func (r rectangle) width() int  { return r.maxX - r.minX }
func (r rectangle) height() int { return r.maxY - r.minY }

func (r rectangle) empty() bool { return r.minX >= r.maxX || r.minY >= r.maxY }

// union returns the smallest rectangle that contains both.
func (r rectangle) union(s rectangle) rectangle {
	if r.empty() {
		return s
	}
	if s.empty() {
		return r
	}
	return rectangle{min(r.minX, s.minX), min(r.minY, s.minY), max(r.maxX, s.maxX), max(r.maxY, s.maxY)}
}

// in reports whether all of r is in s.
func (r rectangle) in(s rectangle) bool {
	return r.empty() || s.minX <= r.minX && r.maxX <= s.maxX && s.minY <= r.minY && r.maxY <= s.maxY
}

func (r rectangle) overlaps(s rectangle) bool {
	return !r.empty() && !s.empty() && r.minX < s.maxX && s.minX < r.maxX && r.minY < s.maxY && s.minY < r.maxY
}

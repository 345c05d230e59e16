// Package hud computes the figures that the page shows about a stream: curves of the last half
// minute, the distribution of a frame's time, and the cost. It is plain Go; package browser
// shows the figures.
package hud

import "strconv"

// trailSize is 30 s at one value a second, both ends included.
const trailSize = 31

// Trail holds the last values of a figure.
type Trail struct {
	values [trailSize]float64
	next   int
	count  int
}

// Add appends a value. If there are trailSize values, it drops the oldest one.
func (t *Trail) Add(v float64) {
	t.values[t.next] = v
	t.next = (t.next + 1) % trailSize
	t.count = min(t.count+1, trailSize)
}

// at returns the value at index i, where 0 is the oldest.
func (t *Trail) at(i int) float64 { return t.values[(t.next-t.count+i+trailSize)%trailSize] }

// Top returns the greatest value, or least if that is greater.
func (t *Trail) Top(least float64) float64 {
	for i := range t.count {
		least = max(least, t.at(i))
	}
	return least
}

// Points returns the points of the curve for an SVG polyline in a box of width×height, whose
// upper edge is at the value top. The newest value is at the right edge.
func (t *Trail) Points(width, height, top float64) string {
	b := make([]byte, 0, 12*t.count)
	for i := range t.count {
		if i > 0 {
			b = append(b, ' ')
		}
		x := width * float64(trailSize-t.count+i) / (trailSize - 1)
		y := height * (1 - min(t.at(i)/top, 1))
		b = strconv.AppendFloat(b, x, 'f', 1, 64)
		b = append(b, ',')
		b = strconv.AppendFloat(b, y, 'f', 1, 64)
	}
	return string(b)
}

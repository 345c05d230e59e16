// Package face finds faces in a luma plane with pigo's cascade of decision trees (Markuš,
// Frljak, Pandžić, Ahlberg and Forchheimer, "Object Detection with Pixel Intensity Comparisons
// Organized in Decision Trees", 2013).
package face

import (
	"cmp"
	"image"
	"math"
	"slices"

	"framepost/api/kernel"
)

const (
	// smallest is the side, in samples, of the smallest face that the trees look for. To find
	// only larger faces, the plane is shrunk until the smallest of them has this side.
	smallest = 24

	// fraction bounds the work: faces whose side is less than this fraction of the square
	// root of the plane's area are not looked for.
	fraction = 1. / 16

	// The search window moves by a share of its side, and grows by a factor.
	shift  = 0.15
	growth = 1.1

	// overlap is the intersection over union from which two windows count as one face.
	overlap = 0.2

	// most bounds the number of windows that are clustered.
	most = 256
)

// Score is how certain a face is: the sum of the scores of the windows that see it.
type Score float64

// Scores from which something counts as a face. Encoding and scaling a picture change a face's score by
// several points, so whoever must not miss one that others will look for afterwards takes Possible, for
// which a single window suffices. In a film of somebody who crosses the picture it finds 4 % more.
const (
	Certain  Score = 10
	Possible Score = 0
)

// Find returns the bounding squares of upright faces in p, in samples, the most certain face
// first. Their scores are at least score, and their sides at least least, and at least 1/16 of the
// square root of p's area. It must only be called if Ready returns nil.
func Find(p kernel.Plane, least int, score Score) []image.Rectangle {
	trees, err := loaded()
	if err != nil {
		panic("face: " + err.Error()) // no answer is better than one that shows a face
	}
	side := max(float64(least), math.Sqrt(float64(p.W)*float64(p.H))*fraction)
	reduction := max(side/smallest, 1)
	w, h := int(float64(p.W)/reduction), int(float64(p.H)/reduction)
	if min(w, h) < smallest {
		return nil
	}
	small, memory := kernel.Plane{W: w, H: h}.Scratch()
	defer memory.Release()
	kernel.Resize(small, p, kernel.Span(p.W, w), kernel.Span(p.H, h), kernel.Area)
	scaleX, scaleY := float64(p.W)/float64(w), float64(p.H)/float64(h)
	var faces []image.Rectangle
	for _, f := range gather(trees.scan(small), score) {
		left, top := (f.x-f.side/2)*scaleX, (f.y-f.side/2)*scaleY
		r := image.Rect(int(left), int(top), int(left+f.side*scaleX+0.5), int(top+f.side*scaleY+0.5))
		if r = r.Intersect(image.Rect(0, 0, p.W, p.H)); !r.Empty() {
			faces = append(faces, r)
		}
	}
	return faces
}

// cluster is the mean of several windows, weighted by their scores.
type cluster struct{ x, y, side, score float64 }

// gather merges the window with the best score and all windows that overlap it into one face,
// and continues with the best of the remaining windows. It leaves out faces below a score.
func gather(hits []window, least Score) (faces []cluster) {
	slices.SortStableFunc(hits, func(a, b window) int { return cmp.Compare(b.score, a.score) })
	hits = hits[:min(len(hits), most)]
	for len(hits) > 0 {
		best := hits[0]
		var c cluster
		hits = slices.DeleteFunc(hits, func(d window) bool {
			if shared(best, d) < overlap {
				return false
			}
			q := float64(d.score)
			c.x, c.y, c.side, c.score = c.x+q*float64(d.x), c.y+q*float64(d.y), c.side+q*float64(d.side), c.score+q
			return true
		})
		if Score(c.score) >= least {
			faces = append(faces, cluster{c.x / c.score, c.y / c.score, c.side / c.score, c.score})
		}
	}
	slices.SortStableFunc(faces, func(a, b cluster) int { return cmp.Compare(b.score, a.score) })
	return faces
}

// shared returns the intersection over union of two windows.
func shared(a, b window) float64 {
	r, s := square(a), square(b)
	both := r.Intersect(s)
	common := float64(both.Dx() * both.Dy())
	return common / (float64(r.Dx()*r.Dy()+s.Dx()*s.Dy()) - common)
}

func square(d window) image.Rectangle {
	return image.Rect(0, 0, d.side, d.side).Add(image.Pt(d.x-d.side/2, d.y-d.side/2))
}

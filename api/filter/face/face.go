// Package face finds faces in a plane of light with pigo's cascade of decision trees
// (Markuš, Frljak, Pandžić, Ahlberg and Forchheimer, "Object Detection with Pixel
// Intensity Comparisons Organized in Decision Trees", 2013).
package face

import (
	"cmp"
	"image"
	"math"
	"slices"

	pigo "github.com/esimov/pigo/core"

	"framepost/api/kernel"
)

const (
	// smallest is the side, in samples, of the smallest face that the trees are asked for:
	// larger least ones are looked for in a smaller plane, where they have this size.
	smallest = 24

	// fraction bounds the work: no face is looked for whose side is less than this part of
	// the square root of the plane's area.
	fraction = 1. / 16

	// Windows move on by a share of their side, and the next ones are larger by a factor.
	shift  = 0.15
	growth = 1.1

	// overlap is the intersection over union at which two windows count as one face.
	overlap = 0.2

	// certain is the sum of the scores of its windows at which a face is believed.
	certain = 10

	// most bounds how many windows are sorted into faces.
	most = 256
)

// Find returns the squares around upright faces in p, the most certain first. Their side
// is least samples or more, and a 16th or more of the square root of p's area. Call it only
// where Ready returns nil.
func Find(p kernel.Plane, least int) []image.Rectangle {
	side := max(float64(least), math.Sqrt(float64(p.W)*float64(p.H))*fraction)
	reduction := max(side/smallest, 1)
	w, h := int(float64(p.W)/reduction), int(float64(p.H)/reduction)
	if min(w, h) < smallest {
		return nil
	}
	small, memory := kernel.Plane{W: w, H: h}.Scratch()
	defer memory.Release()
	kernel.Resize(small.Pix, small.Stride, p.Pix, p.Stride, span(p.W, w), span(p.H, h), kernel.Area)
	hits := detector().RunCascade(pigo.CascadeParams{
		MinSize: smallest, MaxSize: min(w, h), ShiftFactor: shift, ScaleFactor: growth,
		ImageParams: pigo.ImageParams{Pixels: small.Pix, Rows: h, Cols: w, Dim: small.Stride},
	}, 0)
	scaleX, scaleY := float64(p.W)/float64(w), float64(p.H)/float64(h)
	var faces []image.Rectangle
	for _, c := range gather(hits) {
		left, top := (c.x-c.side/2)*scaleX, (c.y-c.side/2)*scaleY
		r := image.Rect(int(left), int(top), int(left+c.side*scaleX+0.5), int(top+c.side*scaleY+0.5))
		if r = r.Intersect(image.Rect(0, 0, p.W, p.H)); !r.Empty() {
			faces = append(faces, r)
		}
	}
	return faces
}

// span returns the axis that brings n samples to another number.
func span(n, to int) kernel.Axis {
	return kernel.Axis{Len: to, Hi: n, Step: int64(n), Unit: int64(to)}
}

// cluster is the mean of windows, weighed by their scores.
type cluster struct{ x, y, side, score float64 }

// gather merges the windows that overlap the one with the best score into one face, then
// those that overlap the best that is left, and so on.
func gather(hits []pigo.Detection) (faces []cluster) {
	slices.SortStableFunc(hits, func(a, b pigo.Detection) int { return cmp.Compare(b.Q, a.Q) })
	hits = hits[:min(len(hits), most)]
	for len(hits) > 0 {
		best := hits[0]
		var c cluster
		hits = slices.DeleteFunc(hits, func(d pigo.Detection) bool {
			if shared(best, d) < overlap {
				return false
			}
			q := float64(d.Q)
			c.x, c.y, c.side, c.score = c.x+q*float64(d.Col), c.y+q*float64(d.Row), c.side+q*float64(d.Scale), c.score+q
			return true
		})
		if c.score >= certain {
			faces = append(faces, cluster{c.x / c.score, c.y / c.score, c.side / c.score, c.score})
		}
	}
	slices.SortStableFunc(faces, func(a, b cluster) int { return cmp.Compare(b.score, a.score) })
	return faces
}

// shared returns the intersection over the union of two windows.
func shared(a, b pigo.Detection) float64 {
	r, s := square(a), square(b)
	both := r.Intersect(s)
	common := float64(both.Dx() * both.Dy())
	return common / (float64(r.Dx()*r.Dy()+s.Dx()*s.Dy()) - common)
}

func square(d pigo.Detection) image.Rectangle {
	return image.Rect(0, 0, d.Scale, d.Scale).Add(image.Pt(d.Col-d.Scale/2, d.Row-d.Scale/2))
}

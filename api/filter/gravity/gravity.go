// Package gravity finds the part of a picture that matters, for a crop that can only keep some of it.
package gravity

import (
	"image"

	"framepost/api/filter"
	"framepost/api/filter/face"
	"framepost/api/filter/planes"
	"framepost/api/frame"
	"framepost/api/kernel"
)

// smallestFace is the side of the smallest face that counts, as a share of the picture's shorter
// side.
const smallestFace = 0.08

// Faces returns the upper left corner of the part of the given size (px) that shows most of the
// faces, with them in its middle if it can. They are those of f, if the chain has looked for
// some before, and might have hidden them since. Without a face it is the middle of the picture.
// It must only be called if face.Ready returns nil.
func Faces(f *frame.Frame, size image.Point) image.Point {
	found := f.Faces
	if found == nil {
		view := f.View()
		defer view.Release()
		found = face.Find(planes.Luma(view), int(smallestFace*float64(min(f.W, f.H))), face.Certain)
	}
	picture, all := image.Rect(0, 0, f.W, f.H), image.Rectangle{}
	across, down := make([]int, f.W), make([]int, f.H)
	for _, r := range found {
		r = r.Intersect(picture)
		all = all.Union(r)
		for x := r.Min.X; x < r.Max.X; x++ {
			across[x] += r.Dy()
		}
		for y := r.Min.Y; y < r.Max.Y; y++ {
			down[y] += r.Dx()
		}
	}
	if all.Empty() {
		all = picture
	}
	return image.Pt(fullest(across, size.X, (all.Min.X+all.Max.X-size.X)/2), fullest(down, size.Y, (all.Min.Y+all.Max.Y-size.Y)/2))
}

// fullest returns where the size neighbours begin that have the largest sum. Among equals it is the
// beginning that is nearest to a place.
func fullest(counts []int, size, near int) int {
	sum := 0
	for _, n := range counts[:size] {
		sum += n
	}
	best, most := 0, sum
	for at := 1; at+size <= len(counts); at++ {
		sum += counts[at+size-1] - counts[at-1]
		if sum > most || sum == most && distance(at, near) < distance(best, near) {
			best, most = at, sum
		}
	}
	return best
}

func distance(a, b int) int { return max(a-b, b-a) }

// small is the longer side, in samples, of the plane that Energy looks at: enough to find what
// one sees, and too little for noise.
const small = 256

// Energy returns the upper left corner of the part of the given size (px) with the most detail:
// the largest sum of luma's gradients, which are the energy of S. Avidan and A. Shamir, "Seam
// carving for content-aware image resizing", 2007. Detail at the edge of the part counts half as
// much as in its middle, so that it does not end up at the edge.
func Energy(f *frame.Frame, size image.Point) image.Point {
	view := f.View()
	defer view.Release()
	luma := planes.Luma(view)
	w, h := f.W, f.H
	if longer := max(w, h); longer > small {
		w, h = filter.Share(w, small, longer), filter.Share(h, small, longer)
	}
	plane, memory := kernel.Plane{W: w, H: h, Ctx: luma.Ctx}.Scratch()
	defer memory.Release()
	kernel.Resize(plane, luma, kernel.Span(f.W, w), kernel.Span(f.H, h), kernel.Area)
	kernel.Sobel(plane, plane)
	across, down := make([]int, w), make([]int, h)
	for y := range h {
		for x, v := range plane.Row(y) {
			across[x] += int(v)
			down[y] += int(v)
		}
	}
	return image.Pt(liveliest(across, f.W, size.X), liveliest(down, f.H, size.Y))
}

// liveliest returns where the size px of a side of n px begin that have the most energy, given the
// energies of the side at another scale. Among equals it is the one nearest to the middle.
func liveliest(energies []int, n, size int) int {
	length := filter.Share(size, len(energies), n)
	best, most := 0, -1
	for at := 0; at+length <= len(energies); at++ {
		sum := 0
		for i, e := range energies[at : at+length] {
			sum += e * (2*length - distance(2*i+1, length)) // twice as much in the middle
		}
		if sum > most || sum == most && distance(2*at+length, len(energies)) < distance(2*best+length, len(energies)) {
			best, most = at, sum
		}
	}
	if length >= len(energies) {
		return (n - size) / 2
	}
	return best * (n - size) / (len(energies) - length)
}

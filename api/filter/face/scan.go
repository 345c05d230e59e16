package face

import (
	"sync"

	"framepost/api/kernel"
)

// window is a square of a plane that the cascade takes for a face.
type window struct {
	x, y, side int // its centre and its side, in samples
	score      float32
}

// scan returns the windows of p that are faces, from the smallest side to the largest.
func (f *forest) scan(p kernel.Plane) (faces []window) {
	s := scales.Get().(*scale)
	defer scales.Put(s)
	for side := smallest; side <= min(p.W, p.H); side = larger(side) {
		s.reset(f, side, p.Stride)
		step := int(max(shift*float64(side), 1))
		edge := side/2 + 1
		for y := edge; y <= p.H-edge; y += step {
			for x := edge; x <= p.W-edge; x += step {
				if score := s.score(p.Pix, y*p.Stride+x); score > 0 {
					faces = append(faces, window{x, y, side, score})
				}
			}
		}
	}
	return faces
}

// larger returns the side of the windows after those of a side. The product is rounded, so that
// no processor adds to it what it has more of.
func larger(side int) int {
	return int(float64(side) + max(2, float64(growth*float64(side))-float64(side)))
}

// scale is the cascade for windows of one side in planes of one stride.
type scale struct {
	*forest
	side, stride int
	ready        int        // number of trees whose places are known
	places       [][2]int32 // of the samples that a node compares, from the window's centre
}

// Most windows need few trees, and so do most scales.
var scales = sync.Pool{New: func() any { return new(scale) }}

func (s *scale) reset(f *forest, side, stride int) {
	s.forest, s.side, s.stride, s.ready = f, side, stride, 0
	if len(s.places) != len(f.nodes) {
		s.places = make([][2]int32, len(f.nodes))
	}
}

// place returns where a sample of a node is. The node has it in 1/256 of the window's side, so it
// is never more than half a side away.
func (s *scale) place(down, right int8) int32 {
	return int32((int(down)*s.side>>8)*s.stride + int(right)*s.side>>8)
}

// prepare finds the places of the next tree.
func (s *scale) prepare() {
	from, to := s.ready<<s.depth, (s.ready+1)<<s.depth
	for i, n := range s.nodes[from:to] {
		s.places[from+i] = [2]int32{s.place(n[0], n[1]), s.place(n[2], n[3])}
	}
	s.ready++
}

// score returns a number above 0 if the window around a sample is a face: the surer, the larger.
func (s *scale) score(pix []byte, centre int) float32 {
	var sum float32
	for tree, least := range s.least {
		if tree == s.ready {
			s.prepare()
		}
		places := s.places[tree<<s.depth:][:1<<s.depth]
		node := 1
		for range s.depth {
			at := &places[node]
			darker := int(pix[centre+int(at[1])]) - int(pix[centre+int(at[0])])
			node = 2*node + 1 + darker>>8 // -1 if it is negative: no branch, which nothing could predict
		}
		if sum += s.leaf[tree<<s.depth+node-1<<s.depth]; sum <= least {
			return -1
		}
	}
	return sum - s.least[len(s.least)-1]
}

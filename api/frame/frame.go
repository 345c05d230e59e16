package frame

import (
	"image"

	"framepost/api/pool"
)

// Frame is one picture in one of two forms, Y'CbCr planes or NRGBA. The form that was
// asked for last is the only one: Planes and NRGBA convert when the frame has the
// other, whose samples are then no longer the frame's (their memory may already be
// another frame's). The way to NRGBA and back rounds, and leaves 4:2:0 or, of a grey
// frame that nothing has coloured, grey. A frame is used by one goroutine at a time.
type Frame struct {
	W, H int // px

	// Faces are where faces have been found, in px, and nil when nobody has looked for
	// any. Transform moves them along.
	Faces []image.Rectangle

	sampling Sampling
	reduced  int // px of the frame that a luma sample covers each way, when above 1
	planes   [3]Plane
	memory   *pool.Buffer // behind planes; nil when they belong to someone else
	nrgba    *image.NRGBA // when not nil, the form of the frame, and there are no planes
	pixels   *pool.Buffer // behind the NRGBA that the frame made itself
}

// blockRows and blockCols pad planes to whole MCUs of 4:1:0 at most, so that a
// decoder stores whole 8×8 blocks without asking where the picture ends.
const (
	blockCols = 32
	blockRows = 16
)

// New makes a w×h frame with planes of unset samples in pooled memory. Each plane
// has room for whole blocks: Stride is a multiple of 32, and Pix reaches to a
// multiple of 16 rows.
func New(w, h int, s Sampling) *Frame {
	f := &Frame{W: w, H: h, sampling: s}
	cw, ch := s.ChromaSize(w, h)
	luma, chroma := padded(w)*paddedRows(h), padded(cw)*paddedRows(ch)
	f.memory = pool.Get(luma + 2*chroma)
	pix := f.memory.Bytes
	f.planes[0] = Plane{Pix: pix[:luma:luma], Stride: padded(w), W: w, H: h}
	for i := 1; i <= 2 && s != Gray; i++ {
		start := luma + (i-1)*chroma
		f.planes[i] = Plane{Pix: pix[start : start+chroma : start+chroma], Stride: padded(cw), W: cw, H: ch}
	}
	return f
}

func padded(w int) int     { return (w + blockCols - 1) &^ (blockCols - 1) }
func paddedRows(h int) int { return (h + blockRows - 1) &^ (blockRows - 1) }

// Of makes a frame of planes that the caller lends for the frame's life: luma
// alone, or luma, Cb, Cr with the chroma sizes that s gives.
func Of(s Sampling, planes ...Plane) *Frame {
	f := &Frame{W: planes[0].W, H: planes[0].H, sampling: s}
	copy(f.planes[:], planes)
	return f
}

// OfNRGBA makes a frame of an opaque picture, which the frame takes over.
func OfNRGBA(img *image.NRGBA) *Frame {
	f := &Frame{sampling: YUV420}
	f.SetNRGBA(img)
	return f
}

// Reduced says that the frame shows a w×h picture that was decoded at 1/by of its size:
// W and H are the picture's from now on, each sample covers by times as many px each
// way, and Transform, which must come before anything else, resizes from there. So a
// size that is a fraction of the picture's does not depend on how it was decoded.
func (f *Frame) Reduced(w, h, by int) { f.W, f.H, f.reduced = w, h, by }

// Sampling is the chroma subsampling of Planes.
func (f *Frame) Sampling() Sampling {
	f.Planes()
	return f.sampling
}

// Planes is the frame as planes that may be written: Y alone when it is grey, else
// Y, Cb, Cr.
func (f *Frame) Planes() []Plane {
	if f.nrgba != nil {
		f.fromNRGBA()
	}
	if f.sampling == Gray {
		return f.planes[:1]
	}
	return f.planes[:]
}

// NRGBA is the frame as opaque NRGBA that may be written. It is the frame's, so a
// copy must be made of what is to outlive it or the next call of Planes.
func (f *Frame) NRGBA() *image.NRGBA {
	if f.nrgba == nil {
		f.toNRGBA()
	}
	return f.nrgba
}

// SetNRGBA replaces the picture by an opaque one, of any size, and takes it over. It
// may be, or be a part of, what NRGBA gave.
func (f *Frame) SetNRGBA(img *image.NRGBA) {
	f.W, f.H, f.reduced = img.Rect.Dx(), img.Rect.Dy(), 0
	f.dropPlanes()
	f.nrgba = img
}

// Become replaces the picture by that of g, and ends g. Faces are those of g, or, if
// nobody has looked for any there, still those of f.
func (f *Frame) Become(g *Frame) {
	if g.Faces == nil {
		g.Faces = f.Faces
	}
	f.Release()
	*f = *g
	*g = Frame{}
}

// DropChroma makes the frame grey.
func (f *Frame) DropChroma() {
	f.Planes()
	f.sampling = Gray
	f.planes[1], f.planes[2] = Plane{}, Plane{}
}

// Release gives the memory back; neither the frame nor any form of it may be used
// after.
func (f *Frame) Release() {
	f.dropPlanes()
	f.pixels.Release()
	*f = Frame{}
}

func (f *Frame) dropPlanes() {
	f.memory.Release()
	f.memory, f.planes = nil, [3]Plane{}
}

package frame

import (
	"context"
	"image"

	"framepost/api/kernel"
	"framepost/api/pool"
	"framepost/api/wire"
)

// Frame is one picture, either as Y'CbCr planes or as opaque NRGBA pixels. The methods Planes
// and NRGBA convert it to the form that they return. After a conversion, samples that were
// returned before no longer belong to the frame: their memory may soon be another frame's. A
// conversion to NRGBA and back rounds, and its result is 4:2:0, or grey if the frame was grey
// and no filter has coloured it. A frame must not be used by two goroutines at once.
type Frame struct {
	W, H int // px

	// Wary is set where operations have to hide what may be a face, too, since what they leave is sent
	// to others.
	Wary bool

	// Faces are the faces found, in px; nil if nothing has looked for them. Transform moves
	// them along.
	Faces []image.Rectangle

	// Boxes are what services have found; nil if none has looked. Transform moves them along.
	Boxes []Box

	// Affine maps the places of the picture to those of the one that a chain began with, once the
	// chain has run; zero if no such map exists.
	Affine wire.Affine

	// Figures are what operations have measured. They stay as they are, whatever becomes of the
	// picture.
	Figures wire.Figures

	// Services are the calls of services that were made for this frame, in their order.
	Services []wire.Service

	ctx      context.Context // of the work on the frame; nil never ends
	part     Part            // where the frame lies in a larger picture; zero if it is a whole one
	sampling Sampling
	reduced  int // how many px a luma sample covers in each direction, if more than 1
	planes   [3]Plane
	memory   *pool.Buffer // of planes; nil when the caller has lent them
	nrgba    *image.NRGBA // if not nil, the picture, and there are no planes
	pixels   *pool.Buffer // of the NRGBA that the frame itself has made
}

// FaceBoxes returns Faces as the contract has them; nil if nothing has looked for them.
func (f *Frame) FaceBoxes() []wire.Box {
	if f.Faces == nil {
		return nil
	}
	list := make([]wire.Box, len(f.Faces))
	for i, r := range f.Faces {
		list[i] = wire.Box{X: r.Min.X, Y: r.Min.Y, W: r.Dx(), H: r.Dy()}
	}
	return list
}

// Planes are padded to multiples of blockCols and blockRows, which are whole MCUs with every
// sampling, so that a decoder can store whole 8×8 blocks even at the picture's edges.
const (
	blockCols = 32
	blockRows = 16
)

// New returns a w×h frame with planes of unset samples in pooled memory, until Release. Each
// plane has room for whole blocks: Stride is a multiple of 32, and Pix reaches to a multiple
// of 16 rows.
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

// Of returns a frame of planes that the caller lends until Release: luma alone, or luma, Cb
// and Cr, whose size is s.ChromaSize of luma's.
func Of(s Sampling, planes ...Plane) *Frame {
	f := &Frame{W: planes[0].W, H: planes[0].H, sampling: s}
	copy(f.planes[:], planes)
	return f
}

// OfNRGBA returns a frame of an opaque picture, which the frame takes over.
func OfNRGBA(img *image.NRGBA) *Frame {
	f := &Frame{sampling: YUV420}
	f.SetNRGBA(img)
	return f
}

// Bind makes the passes over f stop soon after ctx has ended: their result is then of no use,
// and whoever has called Bind asks ctx before going on. Every frame that f becomes is bound,
// too, until Release.
func (f *Frame) Bind(ctx context.Context) {
	f.ctx = ctx
	for i := range f.planes {
		f.planes[i].Ctx = ctx
	}
}

// ended reports whether the work on f should stop before a row, see kernel.Ended.
func (f *Frame) ended(row int) bool { return kernel.Ended(f.ctx, row) }

// Reduced declares that the frame is a w×h px picture that was decoded at 1/by of its size: W
// and H become w and h, and each sample covers by times as many px in each direction.
// Transform must be called next. It calculates in px of the w×h picture, so that the size of
// its result does not depend on by.
func (f *Frame) Reduced(w, h, by int) { f.W, f.H, f.reduced = w, h, by }

// Sampling returns the chroma subsampling of Planes.
func (f *Frame) Sampling() Sampling {
	f.Planes()
	return f.sampling
}

// Planes returns the frame's planes, which may be written: Y alone if it is grey, else Y, Cb
// and Cr. They belong to the frame until it is converted, replaced or released.
func (f *Frame) Planes() []Plane {
	if f.nrgba != nil {
		f.fromNRGBA()
	}
	if f.sampling == Gray {
		return f.planes[:1]
	}
	return f.planes[:]
}

// NRGBA returns the frame's W×H pixels, opaque, which may be written. They belong to the frame
// until it is converted, replaced or released.
func (f *Frame) NRGBA() *image.NRGBA {
	if f.nrgba == nil {
		f.toNRGBA()
	}
	return f.nrgba
}

// SetNRGBA replaces the picture by an opaque one of any size, which the frame takes over. It
// may be, or be a part of, what NRGBA returned.
func (f *Frame) SetNRGBA(img *image.NRGBA) {
	f.W, f.H, f.reduced = img.Rect.Dx(), img.Rect.Dy(), 0
	f.dropPlanes()
	f.nrgba = img
}

// Become replaces the picture by that of g, and leaves g empty. The faces and boxes become those
// of g, unless nothing has looked for any in g; the figures, the calls of services and Wary stay. If f
// is a part of a picture, the new one is the same part, unless g is one itself.
func (f *Frame) Become(g *Frame) {
	if g.Faces == nil {
		g.Faces = f.Faces
	}
	if !g.IsPart() {
		g.part = f.part
	}
	if g.Boxes == nil {
		g.Boxes = f.Boxes
	}
	ctx, figures, services, wary := f.ctx, f.Figures, f.Services, f.Wary
	f.Release()
	*f = *g
	f.Figures, f.Services, f.Wary = figures, services, wary
	*g = Frame{}
	f.Bind(ctx)
}

// DropChroma makes the frame grey.
func (f *Frame) DropChroma() {
	f.Planes()
	f.sampling = Gray
	f.planes[1], f.planes[2] = Plane{}, Plane{}
}

// Release returns the memory to its pool; neither the frame nor its planes or pixels may be
// used afterwards.
func (f *Frame) Release() {
	f.dropPlanes()
	f.pixels.Release()
	*f = Frame{}
}

func (f *Frame) dropPlanes() {
	f.memory.Release()
	f.memory, f.planes = nil, [3]Plane{}
}

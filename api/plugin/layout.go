package plugin

import (
	"encoding/binary"
	"math"
	"slices"

	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/wire"
)

// Sizes in the memory of a module, in bytes.
const (
	headerSize = 16 * 4
	rowAlign   = 16 // of a v128
)

// layout says where the parts of a picture lie, counted from its header.
type layout struct {
	w, h   int // px
	args   []byte
	texts  []int // places in args of the addresses of texts, which are not counted from there yet
	planes []area
	size   int // of all
}

// area is a plane. Its rows are w bytes of bytes, stride apart.
type area struct {
	at, stride, w, h int // w, h in samples or pixels
	bytes            int // of a row
}

// arrange returns the layout of a picture with planes of these sizes in samples or pixels, of so
// many bytes each.
func arrange(w, h int, args []byte, texts []int, depth int, sizes ...[2]int) layout {
	l := layout{w: w, h: h, args: args, texts: texts}
	at := headerSize + align(len(args))
	for _, size := range sizes {
		row := depth * size[0]
		a := area{at: at, stride: align(row), w: size[0], h: size[1], bytes: row}
		l.planes = append(l.planes, a)
		at += a.stride * a.h
	}
	l.size = at
	return l
}

func align(n int) int { return (n + rowAlign - 1) &^ (rowAlign - 1) }

// write writes header and arguments of a picture that begins at an address. memory is from there
// on.
func (l *layout) write(memory []byte, address uint32) {
	words := [headerSize / 4]uint32{uint32(l.w), uint32(l.h), uint32(len(l.planes)), address + headerSize}
	for i, p := range l.planes {
		copy(words[4+4*i:], []uint32{address + uint32(p.at), uint32(p.stride), uint32(p.w), uint32(p.h)})
	}
	for i, word := range words {
		binary.LittleEndian.PutUint32(memory[4*i:], word)
	}
	copy(memory[headerSize:], l.args)
	for _, at := range l.texts {
		slot := memory[headerSize+at:]
		offset := math.Float64frombits(binary.LittleEndian.Uint64(slot))
		binary.LittleEndian.PutUint64(slot, math.Float64bits(float64(address+headerSize)+offset))
	}
}

// row returns a row of a plane in the memory that begins with the header.
func (a area) row(memory []byte, y int) []byte { return memory[a.at+y*a.stride:][:a.bytes] }

// encodeArgs returns one f64 for each parameter, and the texts after them. Those of texts are
// offsets from the first one; where they are is returned, too.
func encodeArgs(params []wire.Param, a filter.Args, side int) (args []byte, texts []int) {
	args = make([]byte, 8*len(params))
	for i, p := range params {
		var v float64
		switch p.Type {
		case wire.Length:
			v = float64(a.Length(p.Name, side))
		case wire.Choice:
			v = float64(slices.Index(p.Choices, a.Choice(p.Name)))
		case wire.Colour:
			c := a.Colour(p.Name)
			v = float64(int(c.R)<<16 | int(c.G)<<8 | int(c.B))
		case wire.Text:
			v = float64(len(args))
			texts = append(texts, 8*i)
			args = append(append(args, a.Text(p.Name)...), 0)
		case wire.Bool:
			if a.Bool(p.Name) {
				v = 1
			}
		default:
			v = a.Float(p.Name)
		}
		binary.LittleEndian.PutUint64(args[8*i:], math.Float64bits(v))
	}
	return args, texts
}

// chromaSizes returns the sizes of the planes that a module gets of f: a grey picture has
// chroma for it.
func planeSizes(f *frame.Frame) [][2]int {
	s := f.Sampling()
	if s == frame.Gray {
		s = frame.YUV420
	}
	cw, ch := s.ChromaSize(f.W, f.H)
	return [][2]int{{f.W, f.H}, {cw, ch}, {cw, ch}}
}

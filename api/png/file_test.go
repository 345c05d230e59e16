package png

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"math/rand/v2"
	"testing"
)

// file is a PNG that a test composes.
type file struct {
	w, h        int
	colour      ColourType
	depth       int
	interlaced  bool
	palette     []byte
	transparent []byte
	ahead       []byte // chunks before the palette
	behind      []byte // chunks before the pixels
	filter      int    // of every row; random if negative
	seed        uint64
}

func (f file) bits() int { return f.colour.samples() * f.depth }

// rows returns random filtered bytes. Any bytes are a valid picture.
func (f file) rows() []byte {
	rnd := rand.New(rand.NewPCG(f.seed, 7))
	var rows []byte
	add := func(w, h int) {
		if w == 0 {
			return
		}
		for range h {
			if f.filter < 0 {
				rows = append(rows, byte(rnd.IntN(5)))
			} else {
				rows = append(rows, byte(f.filter))
			}
			for range rowBytes(w, f.bits()) {
				rows = append(rows, byte(rnd.IntN(4)*rnd.IntN(86)))
			}
		}
	}
	if !f.interlaced {
		add(f.w, f.h)
		return rows
	}
	for _, p := range passes {
		add((f.w-p.x+p.dx-1)/p.dx, (f.h-p.y+p.dy-1)/p.dy)
	}
	return rows
}

func (f file) start() []byte {
	ihdr := binary.BigEndian.AppendUint32(nil, uint32(f.w))
	ihdr = append(binary.BigEndian.AppendUint32(ihdr, uint32(f.h)), byte(f.depth), byte(f.colour), 0, 0, 0)
	if f.interlaced {
		ihdr[12] = 1
	}
	out := append(append([]byte(signature), inChunk("IHDR", ihdr)...), f.ahead...)
	if f.palette != nil {
		out = append(out, inChunk("PLTE", f.palette)...)
	}
	if f.transparent != nil {
		out = append(out, inChunk("tRNS", f.transparent)...)
	}
	return append(out, f.behind...)
}

// bytes returns the file, with the pixels in chunks of 1000 bytes and an empty one.
func (f file) bytes(t testing.TB) []byte {
	t.Helper()
	out := append(f.start(), inChunk("IDAT", nil)...)
	for data := compressed(t, f.rows()); len(data) > 0; {
		n := min(1000, len(data))
		out, data = append(out, inChunk("IDAT", data[:n])...), data[n:]
	}
	return append(out, inChunk("IEND", nil)...)
}

func inChunk(kind string, data []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

func compressed(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// randomBytes returns n bytes, the same at each call.
func randomBytes(n int) []byte {
	rnd := rand.New(rand.NewPCG(3, 4))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rnd.Uint32())
	}
	return b
}

// forms returns all colour types and depths, with and without transparency.
func forms() map[string]file {
	list := map[string]file{}
	for colour, bits := range depths {
		for _, depth := range bits {
			f := file{w: 29, h: 21, colour: colour, depth: depth, filter: -1, seed: uint64(depth)}
			if colour == Palette {
				f.palette = randomBytes(3 << depth)
			}
			name := [...]string{Gray: "grey", RGB: "RGB", Palette: "palette", GrayAlpha: "grey, alpha", RGBA: "RGBA"}[colour]
			name += " " + string(rune('0'+depth/10)) + string(rune('0'+depth%10))
			list[name] = f
			switch colour {
			case Gray, RGB:
				f.transparent = make([]byte, 2*colour.samples()) // black
			case Palette:
				f.transparent = randomBytes(1 << depth)
			default:
				continue
			}
			list[name+", tRNS"] = f
		}
	}
	return list
}

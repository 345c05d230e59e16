package webp

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"

	"framepost/api/frame"
)

// The decoders of bitstreams say neither how far one goes that breaks off nor what they
// have made of it, but read on when something follows. So it is decoded twice, with
// different bytes behind it: the rows above the first in which the results differ do not
// depend on what is missing.

// behind are bytes that take the place of the first missing ones; zeros follow. The two
// differ in every bit, so that the first symbol that is not whole becomes two symbols; and
// they have no pattern, for one might mean again and again what is most frequent, no change.
var behind = func() (list [2][64]byte) {
	random := rand.NewPCG(1, 2)
	for i := range list[0] {
		list[0][i] = byte(random.Uint64())
		list[1][i] = ^list[0][i]
	}
	return list
}()

var errCut = errors.New("not one whole row is there")

func (p *picture) decodeCutLossless() (*frame.Frame, error) {
	with := func(some []byte) io.Reader {
		return io.MultiReader(bytes.NewReader(p.data), bytes.NewReader(some), zeros{})
	}
	img, err := decodeLossless(with(behind[0][:]))
	if err != nil {
		return nil, err
	}
	other, err := decodeLossless(with(behind[1][:]))
	if err != nil {
		return nil, err
	}
	known := 0
	for known < p.h && bytes.Equal(img.Pix[known*img.Stride:][:4*p.w], other.Pix[known*img.Stride:][:4*p.w]) {
		known++
	}
	if known == 0 {
		return nil, errCut
	}
	return p.onWhite(img, known), nil
}

// zeros never end; what reads them must.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// decodeCutLossy asks for the first part of the bitstream, which says how each macroblock
// is predicted, and makes white what is not known.
func (p *picture) decodeCutLossy() (*frame.Frame, error) {
	if len(p.data) < 10+uint24(p.data)>>5 {
		return nil, errCut
	}
	f, err := p.decodeLossy(p.padded(behind[0][:]))
	if err != nil {
		return nil, err
	}
	defer func() { f.Release() }()
	other, err := p.decodeLossy(p.padded(behind[1][:]))
	if err != nil {
		return nil, err
	}
	defer other.Release()
	known := f.H
	for i, plane := range f.Planes() {
		for y := range plane.H {
			if !bytes.Equal(plane.Row(y), other.Planes()[i].Row(y)) {
				known = min(known, y<<min(i, 1))
				break
			}
		}
	}
	if known < f.H {
		// Rows of a macroblock that differs may agree by chance. And the loop filter, which
		// smooths edges, takes 3 samples beyond them, or 6 px of chroma, with it.
		const reach = 6
		known = max((known+reach)&^15-reach, 0)
	}
	if known == 0 {
		return nil, errCut
	}
	shown := frame.New(f.W, f.H, frame.YUV420)
	for i, plane := range shown.Planes() {
		for y := range plane.H {
			if row := plane.Row(y); y<<min(i, 1) < known {
				copy(row, f.Planes()[i].Row(y))
			} else {
				fill(row, white(i))
			}
		}
	}
	return shown, nil
}

// padded returns the bitstream with some bytes behind it, and then zeros: with those a
// macroblock of 16×16 px has no coefficients, and takes less than 32 bytes.
func (p *picture) padded(some []byte) []byte {
	const most = 1 << 24 // bytes that a part of a bitstream may have
	rest := min(max(p.missing, 32*((p.w+15)/16)*((p.h+15)/16)), most)
	data := make([]byte, len(p.data)+len(some)+rest)
	copy(data[copy(data, p.data):], some)
	return data
}

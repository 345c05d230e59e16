package webp

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"

	"framepost/api/frame"
)

// The decoders of bitstreams do not report where truncated data end, nor what they have decoded
// until then; they only read more if there is more. So a truncated bitstream is decoded twice,
// with different bytes after its end: the rows above the first one in which the two results
// differ do not depend on the missing data.

// behind are the bytes that replace the first missing ones; zeros follow them. The two
// sequences differ in every bit, so that the first incomplete symbol is decoded as two
// different symbols. They are random, because a pattern might be decoded as repetitions of the
// most frequent symbol, which means no change.
var behind = func() (list [2][64]byte) {
	random := rand.NewPCG(1, 2)
	for i := range list[0] {
		list[0][i] = byte(random.Uint64())
		list[1][i] = ^list[0][i]
	}
	return list
}()

var errCut = errors.New("not one whole row is there")

func (p *picture) decodeCutLossless(ctx context.Context) (*frame.Frame, error) {
	with := func(some []byte) io.Reader {
		return io.MultiReader(bytes.NewReader(p.data), bytes.NewReader(some), zeros{})
	}
	img, err := decodeLossless(ctx, with(behind[0][:]))
	if err != nil {
		return nil, err
	}
	other, err := decodeLossless(ctx, with(behind[1][:]))
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

// zeros never end, so its reader has to stop.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// decodeCutLossy decodes a truncated lossy bitstream and makes the unknown rows white. It needs
// the first partition, which contains the predictions of all macroblocks.
func (p *picture) decodeCutLossy(ctx context.Context) (*frame.Frame, error) {
	if len(p.data) < 10+uint24(p.data)>>5 {
		return nil, errCut
	}
	f, err := p.decodeLossy(ctx, p.padded(behind[0][:]))
	if err != nil {
		return nil, err
	}
	defer func() { f.Release() }()
	other, err := p.decodeLossy(ctx, p.padded(behind[1][:]))
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
		// Rows of a macroblock that differs may be equal by chance. And the loop filter, which
		// smooths edges, changes 3 samples beyond them, which are 6 px for chroma.
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

// padded returns the bitstream followed by some bytes and then zeros. With zeros, a macroblock
// of 16×16 px has no coefficients and takes less than 32 bytes.
func (p *picture) padded(some []byte) []byte {
	const most = 1 << 24 // bytes that a partition of a bitstream may have
	rest := min(max(p.missing, 32*((p.w+15)/16)*((p.h+15)/16)), most)
	data := make([]byte, len(p.data)+len(some)+rest)
	copy(data[copy(data, p.data):], some)
	return data
}

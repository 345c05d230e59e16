package webp

import (
	"bytes"
	"context"
	"io"

	"framepost/api/frame"
)

// decodeAlpha returns the alpha of each pixel from the ALPH chunk (RFC 9649, section 2.7.1.2),
// or nil if the chunk is missing or damaged. The picture is opaque then, even if the file
// announces alpha.
func (p *picture) decodeAlpha(ctx context.Context) []byte {
	if len(p.alpha) < 1 {
		return nil
	}
	flags, data := p.alpha[0], p.alpha[1:]
	var alpha []byte
	switch flags & 3 {
	case 0:
		if len(data) < p.w*p.h {
			return nil
		}
		alpha = bytes.Clone(data[:p.w*p.h])
	case 1: // the green channel of a lossless bitstream without its header
		w, h := p.w-1, p.h-1
		header := []byte{lossless, byte(w), byte(w>>8) | byte(h<<6), byte(h >> 2), byte(h >> 10)}
		img, err := decodeLossless(ctx, io.MultiReader(bytes.NewReader(header), bytes.NewReader(data)))
		if err != nil {
			return nil
		}
		alpha = make([]byte, p.w*p.h)
		for i := range alpha {
			alpha[i] = img.Pix[4*i+1]
		}
	default:
		return nil
	}
	unfilter(alpha, p.w, flags>>2&3)
	return alpha
}

// unfilter adds to each alpha its prediction from the alphas on its left and above it.
func unfilter(alpha []byte, w int, filter byte) {
	if filter == 0 {
		return
	}
	for i := 1; i < len(alpha); i++ {
		switch x := i % w; {
		case i < w: // the first row is predicted from the left
			alpha[i] += alpha[i-1]
		case x == 0 || filter == 2: // the first column, or all, from above
			alpha[i] += alpha[i-w]
		case filter == 1:
			alpha[i] += alpha[i-1]
		default:
			gradient := int(alpha[i-1]) + int(alpha[i-w]) - int(alpha[i-w-1])
			alpha[i] += byte(min(max(gradient, 0), 255))
		}
	}
}

// layOnWhite blends a 4:2:0 frame with white. Blending is linear, so it gives the same result
// on luma and chroma as on red, green and blue. A chroma sample is blended by the mean alpha of
// its pixels.
func layOnWhite(f *frame.Frame, alpha []byte) {
	planes := f.Planes()
	for y := range f.H {
		row, a := planes[0].Row(y), alpha[y*f.W:]
		for x := range row {
			row[x] = lay(row[x], 255, int(a[x]))
		}
	}
	for y := range planes[1].H {
		top := alpha[2*y*f.W:][:f.W]
		bottom := top // an odd last row is its own pair, and so is an odd last column
		if 2*y+1 < f.H {
			bottom = alpha[(2*y+1)*f.W:][:f.W]
		}
		cb, cr := planes[1].Row(y), planes[2].Row(y)
		for x := range cb {
			l, r := 2*x, min(2*x+1, f.W-1)
			a := (int(top[l]) + int(top[r]) + int(bottom[l]) + int(bottom[r]) + 2) / 4
			cb[x], cr[x] = lay(cb[x], 128, a), lay(cr[x], 128, a)
		}
	}
}

// lay blends v with a ground, by an alpha of 0 to 255.
func lay(v byte, ground, alpha int) byte {
	return byte((int(v)*alpha + ground*(255-alpha) + 127) / 255)
}

package kernel

import (
	"encoding/binary"
	"math/bits"
)

// Transpose writes src to dst with rows and columns exchanged: dst is src.H×src.W, and does not
// overlap src.
func Transpose(dst, src Plane) {
	const rows = 4 * Band // whole tiles
	for y := 0; y < src.H && !src.Ended(y); y += rows {
		transpose(dst.Pix[y:], dst.Stride, src.Pix[y*src.Stride:], src.Stride, src.W, min(rows, src.H-y))
	}
}

// transpose writes w×h samples of src. Row y of src is at y*srcStride, and of dst at
// y*dstStride.
func transpose(dst []byte, dstStride int, src []byte, srcStride, w, h int) {
	if done := transposeVector(dst, dstStride, src, srcStride, w, h); done < h {
		transposePlain(dst[done:], dstStride, src[done*srcStride:], srcStride, w, h-done)
	}
}

// transposePlain works in tiles of 8×8, which fit the registers. The last ones in each
// direction overlap those before them.
func transposePlain(dst []byte, dstStride int, src []byte, srcStride, w, h int) {
	if w < 8 || h < 8 {
		for y := range h {
			for x, v := range src[y*srcStride:][:w] {
				dst[x*dstStride+y] = v
			}
		}
		return
	}
	for y := 0; y < h; y += 8 {
		y := min(y, h-8)
		for x := 0; x < w; x += 8 {
			x := min(x, w-8)
			transpose8x8(dst[x*dstStride+y:], dstStride, src[y*srcStride+x:], srcStride)
		}
	}
}

// transpose8x8 exchanges quarters of a tile, 4×4 samples each, then quarters of those, then
// single samples (Warren, "Hacker's Delight", 7-3, with bytes for bits).
func transpose8x8(dst []byte, dstStride int, src []byte, srcStride int) {
	load := func(y int) uint64 { return binary.LittleEndian.Uint64(src[y*srcStride:]) }
	a, b, c, d, e, f, g, h := load(0), load(1), load(2), load(3), load(4), load(5), load(6), load(7)

	const quads, pairs, singles = 0x00000000FFFFFFFF, 0x0000FFFF0000FFFF, 0x00FF00FF00FF00FF
	a, e = exchange(a, e, 32, quads)
	b, f = exchange(b, f, 32, quads)
	c, g = exchange(c, g, 32, quads)
	d, h = exchange(d, h, 32, quads)

	a, c = exchange(a, c, 16, pairs)
	b, d = exchange(b, d, 16, pairs)
	e, g = exchange(e, g, 16, pairs)
	f, h = exchange(f, h, 16, pairs)

	a, b = exchange(a, b, 8, singles)
	c, d = exchange(c, d, 8, singles)
	e, f = exchange(e, f, 8, singles)
	g, h = exchange(g, h, 8, singles)

	store := func(x int, v uint64) { binary.LittleEndian.PutUint64(dst[x*dstStride:], v) }
	store(0, a)
	store(1, b)
	store(2, c)
	store(3, d)
	store(4, e)
	store(5, f)
	store(6, g)
	store(7, h)
}

// exchange swaps the upper part of each unit of a with the lower part of b's.
func exchange(a, b uint64, shift uint, lower uint64) (uint64, uint64) {
	t := (a>>shift ^ b) & lower
	return a ^ t<<shift, b ^ t
}

// reverse writes src backwards; both have the same length and do not overlap.
func reverse(dst, src []byte) {
	if done := reverseVector(dst, src); done < len(src) {
		reversePlain(dst[:len(src)-done], src[done:])
	}
}

func reversePlain(dst, src []byte) {
	dst = dst[:len(src)]
	for len(src) >= 8 && len(dst) >= 8 {
		v := binary.LittleEndian.Uint64(src)
		binary.LittleEndian.PutUint64(dst[len(dst)-8:], bits.ReverseBytes64(v))
		src, dst = src[8:], dst[:len(dst)-8]
	}
	for i, v := range src {
		dst[len(dst)-1-i] = v
	}
}

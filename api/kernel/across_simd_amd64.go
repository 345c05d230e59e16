//go:build goexperiment.simd

package kernel

import (
	"cmp"
	"simd/archsimd"
	"slices"
)

// lanes holds what the vector kernels for rows need besides weights. They do not load samples
// by their indexes: neighbouring results use neighbouring samples of the source, so one window
// of the source holds the samples for a block of results. One byte shuffle, the same for every
// row, moves each result's first sample to its lane; the same shuffle of the window one byte
// further on moves its second sample there. Then the samples are weighted as when rows are
// mixed, except that each lane has its own weights.
type lanes struct {
	narrow []narrowBlock // AVX2
	wide   []wideBlock   // AVX-512 VBMI
	long   []longBlock   // AVX2
	near   bool          // half of each window is enough, and results have two samples
}

// narrowBlock makes 32 results from two windows of 32 bytes, each for 16 of them, with a
// shuffle for each half of a window. A row that grows needs only the first halves.
type narrowBlock struct {
	at      int      // where the results begin
	start   [2]int32 // where the windows begin
	shuffle [2][32]int8
	weight  [shortTaps][2][16]uint16 // by sample, then for the even and for the odd results
}

// wideBlock makes 64 results from one window of 128 bytes. A row that grows needs only its
// first half.
type wideBlock struct {
	at, start int
	shuffle   [64]uint8
	weight    [shortTaps][2][32]uint16
}

func newLanes(w *weights) (l lanes) {
	far := 0
	switch n := len(w.taps); {
	case w.n == 1:
	case w.long != nil:
		if n >= 16 && archsimd.X86.AVX2() {
			l.long = longBlocks(w)
		}
	case n >= 64 && archsimd.X86.AVX512VBMI():
		l.wide, far = wideBlocks(w.taps)
		l.near = w.n == 2 && far < 64
	case n >= 32 && archsimd.X86.AVX2():
		l.narrow, far = narrowBlocks(w.taps)
		l.near = w.n == 2 && far < 16
	}
	return l
}

// narrowBlocks returns the blocks and the largest distance from the beginning of a window to a
// result's first sample. It returns no blocks if that is more than a window holds.
func narrowBlocks(taps []tap) (blocks []narrowBlock, far int) {
	blocks = make([]narrowBlock, (len(taps)+31)/32)
	for i := range blocks {
		b := &blocks[i]
		b.at = min(32*i, len(taps)-32)
		b.start = [2]int32{lowest(taps[b.at:][:16]), lowest(taps[b.at+16:][:16])}
		for j, t := range taps[b.at:][:32] {
			offset := int(t.first - b.start[j/16])
			if far = max(far, offset); far >= 32 {
				return nil, far
			}
			b.shuffle[0][j], b.shuffle[1][j] = int8(offset), int8(offset-16)
			if offset >= 16 {
				b.shuffle[0][j] = -1 // 0, as the second one is for an offset below 16
			}
			for k, v := range t.weights() {
				b.weight[k][j%2][j/2] = v
			}
		}
	}
	return blocks, far
}

// wideBlocks does the same for wide blocks.
func wideBlocks(taps []tap) (blocks []wideBlock, far int) {
	blocks = make([]wideBlock, (len(taps)+63)/64)
	for i := range blocks {
		b := &blocks[i]
		b.at = min(64*i, len(taps)-64)
		b.start = int(lowest(taps[b.at:][:64]))
		for j, t := range taps[b.at:][:64] {
			offset := int(t.first) - b.start
			if far = max(far, offset); far >= 128 {
				return nil, far
			}
			b.shuffle[j] = uint8(offset)
			for k, v := range t.weights() {
				b.weight[k][j%2][j/2] = v
			}
		}
	}
	return blocks, far
}

func (t tap) weights() [shortTaps]uint16 { return [...]uint16{256 - t.w1 - t.w2, t.w1, t.w2} }

// lowest returns the lowest first sample of the taps. It need not be that of the first or the
// last tap, because taps leave out weights of 0.
func lowest(taps []tap) int32 {
	return slices.MinFunc(taps, func(a, b tap) int { return cmp.Compare(a.first, b.first) }).first
}

func acrossVector(dst, src []byte, w *weights) int {
	switch l := &w.lanes; {
	case l.wide != nil && l.near:
		growAVX512(dst, src, l.wide)
	case l.wide != nil:
		shrinkAVX512(dst, src, l.wide)
	case l.narrow != nil && l.near:
		growAVX2(dst, src, l.narrow)
	case l.narrow != nil:
		shrinkAVX2(dst, src, l.narrow)
	case l.long != nil:
		acrossLongAVX2(dst, src, l.long)
	default:
		return 0
	}
	return len(dst)
}

func growAVX2(dst, src []byte, blocks []narrowBlock) {
	half, evens, down := archsimd.BroadcastUint16x16(128), archsimd.BroadcastUint16x16(255), archsimd.BroadcastUint16x16(256)
	for i := range blocks {
		b := &blocks[i]
		s, t := (*[17]byte)(src[b.start[0]:]), (*[17]byte)(src[b.start[1]:])
		shuffle := archsimd.LoadInt8x32(&b.shuffle[0])
		v0 := windows((*[16]byte)(s[0:]), (*[16]byte)(t[0:])).PermuteOrZeroGrouped(shuffle).AsUint16x16()
		v1 := windows((*[16]byte)(s[1:]), (*[16]byte)(t[1:])).PermuteOrZeroGrouped(shuffle).AsUint16x16()
		even := v0.And(evens).Mul(archsimd.LoadUint16x16(&b.weight[0][0])).
			Add(v1.And(evens).Mul(archsimd.LoadUint16x16(&b.weight[1][0]))).Add(half)
		odd := v0.MulHigh(down).Mul(archsimd.LoadUint16x16(&b.weight[0][1])).
			Add(v1.MulHigh(down).Mul(archsimd.LoadUint16x16(&b.weight[1][1]))).Add(half)
		even.MulHigh(down).Or(odd.AndNot(evens)).AsUint8x32().Store((*[32]byte)(dst[b.at:]))
	}
	archsimd.ClearAVXUpperBits()
}

func shrinkAVX2(dst, src []byte, blocks []narrowBlock) {
	half, evens, down := archsimd.BroadcastUint16x16(128), archsimd.BroadcastUint16x16(255), archsimd.BroadcastUint16x16(256)
	for i := range blocks {
		b := &blocks[i]
		s, t := (*[34]byte)(src[b.start[0]:]), (*[34]byte)(src[b.start[1]:])
		low, high := archsimd.LoadInt8x32(&b.shuffle[0]), archsimd.LoadInt8x32(&b.shuffle[1])
		v0 := windows((*[16]byte)(s[0:]), (*[16]byte)(t[0:])).PermuteOrZeroGrouped(low).
			Or(windows((*[16]byte)(s[16:]), (*[16]byte)(t[16:])).PermuteOrZeroGrouped(high)).AsUint16x16()
		v1 := windows((*[16]byte)(s[1:]), (*[16]byte)(t[1:])).PermuteOrZeroGrouped(low).
			Or(windows((*[16]byte)(s[17:]), (*[16]byte)(t[17:])).PermuteOrZeroGrouped(high)).AsUint16x16()
		v2 := windows((*[16]byte)(s[2:]), (*[16]byte)(t[2:])).PermuteOrZeroGrouped(low).
			Or(windows((*[16]byte)(s[18:]), (*[16]byte)(t[18:])).PermuteOrZeroGrouped(high)).AsUint16x16()
		even := v0.And(evens).Mul(archsimd.LoadUint16x16(&b.weight[0][0])).
			Add(v1.And(evens).Mul(archsimd.LoadUint16x16(&b.weight[1][0]))).
			Add(v2.And(evens).Mul(archsimd.LoadUint16x16(&b.weight[2][0]))).Add(half)
		odd := v0.MulHigh(down).Mul(archsimd.LoadUint16x16(&b.weight[0][1])).
			Add(v1.MulHigh(down).Mul(archsimd.LoadUint16x16(&b.weight[1][1]))).
			Add(v2.MulHigh(down).Mul(archsimd.LoadUint16x16(&b.weight[2][1]))).Add(half)
		even.MulHigh(down).Or(odd.AndNot(evens)).AsUint8x32().Store((*[32]byte)(dst[b.at:]))
	}
	archsimd.ClearAVXUpperBits()
}

func growAVX512(dst, src []byte, blocks []wideBlock) {
	half, evens, down := archsimd.BroadcastUint16x32(128), archsimd.BroadcastUint16x32(255), archsimd.BroadcastUint16x32(256)
	for i := range blocks {
		b := &blocks[i]
		s := (*[65]byte)(src[b.start:])
		shuffle := archsimd.LoadUint8x64(&b.shuffle)
		v0 := archsimd.LoadUint8x64((*[64]byte)(s[0:])).Permute(shuffle).AsUint16x32()
		v1 := archsimd.LoadUint8x64((*[64]byte)(s[1:])).Permute(shuffle).AsUint16x32()
		even := v0.And(evens).Mul(archsimd.LoadUint16x32(&b.weight[0][0])).
			Add(v1.And(evens).Mul(archsimd.LoadUint16x32(&b.weight[1][0]))).Add(half)
		odd := v0.MulHigh(down).Mul(archsimd.LoadUint16x32(&b.weight[0][1])).
			Add(v1.MulHigh(down).Mul(archsimd.LoadUint16x32(&b.weight[1][1]))).Add(half)
		even.MulHigh(down).Or(odd.AndNot(evens)).AsUint8x64().Store((*[64]byte)(dst[b.at:]))
	}
	archsimd.ClearAVXUpperBits()
}

func shrinkAVX512(dst, src []byte, blocks []wideBlock) {
	half, evens, down := archsimd.BroadcastUint16x32(128), archsimd.BroadcastUint16x32(255), archsimd.BroadcastUint16x32(256)
	for i := range blocks {
		b := &blocks[i]
		s := (*[130]byte)(src[b.start:])
		shuffle := archsimd.LoadUint8x64(&b.shuffle)
		v0 := archsimd.LoadUint8x64((*[64]byte)(s[0:])).
			ConcatPermute(archsimd.LoadUint8x64((*[64]byte)(s[64:])), shuffle).AsUint16x32()
		v1 := archsimd.LoadUint8x64((*[64]byte)(s[1:])).
			ConcatPermute(archsimd.LoadUint8x64((*[64]byte)(s[65:])), shuffle).AsUint16x32()
		v2 := archsimd.LoadUint8x64((*[64]byte)(s[2:])).
			ConcatPermute(archsimd.LoadUint8x64((*[64]byte)(s[66:])), shuffle).AsUint16x32()
		even := v0.And(evens).Mul(archsimd.LoadUint16x32(&b.weight[0][0])).
			Add(v1.And(evens).Mul(archsimd.LoadUint16x32(&b.weight[1][0]))).
			Add(v2.And(evens).Mul(archsimd.LoadUint16x32(&b.weight[2][0]))).Add(half)
		odd := v0.MulHigh(down).Mul(archsimd.LoadUint16x32(&b.weight[0][1])).
			Add(v1.MulHigh(down).Mul(archsimd.LoadUint16x32(&b.weight[1][1]))).
			Add(v2.MulHigh(down).Mul(archsimd.LoadUint16x32(&b.weight[2][1]))).Add(half)
		even.MulHigh(down).Or(odd.AndNot(evens)).AsUint8x64().Store((*[64]byte)(dst[b.at:]))
	}
	archsimd.ClearAVXUpperBits()
}

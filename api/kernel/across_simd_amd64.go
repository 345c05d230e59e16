//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// Going across without gathers: results that are neighbours draw on sources that are
// neighbours, so a window of the source holds what a block of results needs, and a byte
// shuffle, the same for every row, brings each result its first sample. Its next sample
// is the same shuffle of the window one byte further on. From there on it is a mix of
// rows, but that each sample has its own weights.
type lanes struct {
	narrow []narrowBlock // AVX2
	wide   []wideBlock   // AVX-512 VBMI
	long   []longBlock   // AVX2
	grow   bool          // two samples for each, and a step of one sample at most
}

// narrowBlock makes 32 results from two windows, each for 16 of them. When growing a
// window is 16 bytes, when shrinking (by 2 at most) 32, with a shuffle for each half.
type narrowBlock struct {
	at      int      // where the results begin
	start   [2]int32 // where the windows begin
	shuffle [2][32]int8
	weight  blockWeights16
}

type blockWeights16 [shortTaps][2][16]uint16 // by sample, then for the even and for the odd results

// wideBlock makes 64 results from one window of 64 bytes when growing, 128 when
// shrinking.
type wideBlock struct {
	at, start int
	shuffle   [64]uint8
	weight    [shortTaps][2][32]uint16
}

func newLanes(w *weights) lanes {
	a := w.key.axis
	l := lanes{grow: w.n == 2 && a.stretch() <= a.Unit}
	switch n := len(w.taps); {
	case w.n == 1:
	case w.long != nil:
		if n >= 16 && archsimd.X86.AVX2() {
			l.long = longBlocks(w)
		}
	case n >= 64 && archsimd.X86.AVX512VBMI():
		l.wide = wideBlocks(w.taps)
	case n >= 32 && archsimd.X86.AVX2():
		l.narrow = narrowBlocks(w.taps)
	}
	return l
}

func narrowBlocks(taps []tap) []narrowBlock {
	blocks := make([]narrowBlock, (len(taps)+31)/32)
	for i := range blocks {
		b := &blocks[i]
		b.at = min(32*i, len(taps)-32)
		for j, t := range taps[b.at : b.at+32] {
			window := j / 16
			b.start[window] = min(taps[b.at+16*window].first, taps[b.at+16*window+15].first)
			offset := int8(t.first - b.start[window])
			b.shuffle[0][j], b.shuffle[1][j] = offset, offset-16
			if offset >= 16 {
				b.shuffle[0][j] = -1 // gives 0, as the other does below 16
			}
			for k, v := range t.weights() {
				b.weight[k][j%2][j/2] = v
			}
		}
	}
	return blocks
}

func wideBlocks(taps []tap) []wideBlock {
	blocks := make([]wideBlock, (len(taps)+63)/64)
	for i := range blocks {
		b := &blocks[i]
		b.at = min(64*i, len(taps)-64)
		b.start = int(min(taps[b.at].first, taps[b.at+63].first))
		for j, t := range taps[b.at : b.at+64] {
			b.shuffle[j] = uint8(int(t.first) - b.start)
			for k, v := range t.weights() {
				b.weight[k][j%2][j/2] = v
			}
		}
	}
	return blocks
}

func acrossVector(dst, src []byte, w *weights) bool {
	switch l := &w.lanes; {
	case l.wide != nil && l.grow:
		growAVX512(dst, src, l.wide)
	case l.wide != nil:
		shrinkAVX512(dst, src, l.wide)
	case l.narrow != nil && l.grow:
		growAVX2(dst, src, l.narrow)
	case l.narrow != nil:
		shrinkAVX2(dst, src, l.narrow)
	case l.long != nil:
		acrossLongAVX2(dst, src, l.long)
	default:
		return false
	}
	return true
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

// windows is a vector with a in its low and b in its high half.
func windows(a, b *[16]byte) (v archsimd.Uint8x32) {
	return v.SetLo(archsimd.LoadUint8x16(a)).SetHi(archsimd.LoadUint8x16(b))
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

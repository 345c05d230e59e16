//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// longBlock makes 16 results from four windows of the source. Each window is for four of them:
// 0–3, 8–11, 4–7 and 12–15, which are in order after their sums are packed to 16 bits.
type longBlock struct {
	at      int
	start   [4]int32
	shuffle [2][32]int8    // the first two samples of each result, as 16-bit lanes
	weight  [][2][16]int16 // for each pair of samples, the factors for VPMADDWD
}

var longOrder = [4]int{0, 8, 4, 12}

// longBlocks returns nil if four results use more source samples than a window holds, which is
// so if rows shrink to less than about a quarter. Scaling rows is then a small part of the
// work.
func longBlocks(w *weights) []longBlock {
	taps, pairs := w.taps, (w.n+1)/2
	blocks := make([]longBlock, (len(taps)+15)/16)
	weight := make([][2][16]int16, pairs*len(blocks))
	for i := range blocks {
		b := &blocks[i]
		b.at = min(16*i, len(taps)-16)
		b.weight, weight = weight[:pairs], weight[pairs:]
		for window, from := range longOrder {
			first := b.at + from
			b.start[window] = lowest(taps[first:][:4])
			for j := range 4 {
				offset := taps[first+j].first - b.start[window]
				if offset > 14 {
					return nil
				}
				half, lane := window/2, 4*(window%2)+j
				copy(b.shuffle[half][4*lane:], []int8{int8(offset), -1, int8(offset + 1), -1})
				for k, v := range w.long[(first+j)*w.n:][:w.n] {
					b.weight[k/2][half][2*lane+k%2] = v
				}
			}
		}
	}
	return blocks
}

func acrossLongAVX2(dst, src []byte, blocks []longBlock) {
	half := archsimd.BroadcastInt32x8(1 << (longBits - 1))
	black, white := archsimd.Int16x16{}, archsimd.BroadcastInt16x16(255)
	for i := range blocks {
		b := &blocks[i]
		shuffle0, shuffle1 := archsimd.LoadInt8x32(&b.shuffle[0]), archsimd.LoadInt8x32(&b.shuffle[1])
		sum0, sum1 := half, half
		s, t, u, v := src[b.start[0]:], src[b.start[1]:], src[b.start[2]:], src[b.start[3]:]
		for k := range b.weight {
			w := &b.weight[k]
			v0 := windows((*[16]byte)(s[2*k:]), (*[16]byte)(t[2*k:])).PermuteOrZeroGrouped(shuffle0)
			v1 := windows((*[16]byte)(u[2*k:]), (*[16]byte)(v[2*k:])).PermuteOrZeroGrouped(shuffle1)
			sum0 = sum0.Add(v0.AsInt16x16().DotProductPairs(archsimd.LoadInt16x16(&w[0])))
			sum1 = sum1.Add(v1.AsInt16x16().DotProductPairs(archsimd.LoadInt16x16(&w[1])))
		}
		sum := sum0.ShiftAllRight(longBits).SaturateToInt16ConcatGrouped(sum1.ShiftAllRight(longBits))
		narrow(sum.Max(black).Min(white)).Store((*[16]byte)(dst[b.at:]))
	}
	archsimd.ClearAVXUpperBits()
}

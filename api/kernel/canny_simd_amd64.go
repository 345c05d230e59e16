//go:build goexperiment.simd

package kernel

import "simd/archsimd"

func (g *gradients) measureVector(a, b, c []byte) int {
	if len(g.x) < 16 || !archsimd.X86.AVX2() {
		return 0
	}
	gx, gy, magnitudes := g.x, g.y, g.magnitudes
	last := len(gx) - 16
	for x := 0; ; x = min(x+16, last) {
		p, q, r := a[x:x+18:x+18], b[x:x+18:x+18], c[x:x+18:x+18]
		a0, a1, a2 := widen(p), widen(p[1:]), widen(p[2:])
		b0, b2 := widen(q), widen(q[2:])
		c0, c1, c2 := widen(r), widen(r[1:]), widen(r[2:])
		across, down := b2.Sub(b0), c1.Sub(a1)
		vx := a2.Sub(a0).Add(c2.Sub(c0)).Add(across.Add(across))
		vy := c0.Sub(a0).Add(c2.Sub(a2)).Add(down.Add(down))
		vx.StoreSlice(gx[x : x+16 : x+16])
		vy.StoreSlice(gy[x : x+16 : x+16])
		vx.Abs().Add(vy.Abs()).StoreSlice(magnitudes[x+1 : x+17 : x+17])
		if x == last {
			break
		}
	}
	archsimd.ClearAVXUpperBits()
	return len(gx)
}

// widen returns 16 samples as 16-bit numbers.
func widen(row []byte) archsimd.Int16x16 {
	return archsimd.LoadUint8x16Slice(row).ExtendToUint16().AsInt16x16()
}

// thinVector is thinPlain for 16 samples at once, all four directions of each.
func (g *gradients) thinVector(kinds []byte, above, below []int16, low, high int) int {
	if len(kinds) < 16 || !archsimd.X86.AVX2() {
		return 0
	}
	here := g.magnitudes
	least, most := archsimd.BroadcastInt16x16(int16(low)), archsimd.BroadcastInt16x16(int16(high))
	tan := archsimd.BroadcastInt16x16(tan225)
	zero := archsimd.Int16x16{}
	last := len(kinds) - 16
	for x := 0; ; x = min(x+16, last) {
		p, q, r := above[x:x+18:x+18], here[x:x+18:x+18], below[x:x+18:x+18]
		gx, gy := loadShorts(g.x[x:x+16:x+16]), loadShorts(g.y[x:x+16:x+16])
		ax, ay := gx.Abs(), gy.Abs()
		slope := ax.MulHigh(tan)
		steep := ay.Greater(slope)
		upright := ay.Greater(slope.Add(ax).Add(ax))
		rising := gx.Xor(gy).Less(zero)

		before := loadShorts(p[2:]).Merge(loadShorts(p), rising)
		after := loadShorts(r).Merge(loadShorts(r[2:]), rising)
		before = loadShorts(p[1:]).Merge(before, upright)
		after = loadShorts(r[1:]).Merge(after, upright)
		before = before.Merge(loadShorts(q), steep)
		after = after.Merge(loadShorts(q[2:]), steep)

		m := loadShorts(q[1:])
		// A comparison is -1 where it holds, so the kinds are 0, -1 for weak and -2 for strong.
		isFlat := after.Greater(m).ToInt16x16()
		isWeak := m.Greater(before.Max(least)).ToInt16x16()
		kind := isWeak.Add(isWeak.And(m.Greater(most).ToInt16x16()))
		kind = zero.Sub(kind.AndNot(isFlat))
		narrow(kind).StoreSlice(kinds[x : x+16 : x+16])
		if x == last {
			break
		}
	}
	archsimd.ClearAVXUpperBits()
	return len(kinds)
}

func loadShorts(s []int16) archsimd.Int16x16 { return archsimd.LoadInt16x16Slice(s) }

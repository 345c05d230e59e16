//go:build goexperiment.simd

package kernel

import (
	"math/bits"
	"simd/archsimd"

	"framepost/api/pool"
)

// median3Vector is median3Plain for 32 squares at once.
func median3Vector(dst []byte, rows [][]byte) int {
	if len(dst) < 32 || !archsimd.X86.AVX2() {
		return 0
	}
	a, b, c := rows[0], rows[1], rows[2]
	last := len(dst) - 32
	for x := 0; ; x = min(x+32, last) {
		p, q, r := a[x:x+34:x+34], b[x:x+34:x+34], c[x:x+34:x+34]
		low0, middle0, high0 := sort3Vectors(load32(p), load32(q), load32(r))
		low1, middle1, high1 := sort3Vectors(load32(p[1:]), load32(q[1:]), load32(r[1:]))
		low2, middle2, high2 := sort3Vectors(load32(p[2:]), load32(q[2:]), load32(r[2:]))
		low := low0.Max(low1).Max(low2)
		high := high0.Min(high1).Min(high2)
		middle := middleOfVectors(middle0, middle1, middle2)
		middleOfVectors(low, middle, high).StoreSlice(dst[x : x+32 : x+32])
		if x == last {
			break
		}
	}
	archsimd.ClearAVXUpperBits()
	return len(dst)
}

// median5Vector writes medians of 5×5 samples and returns how many rows it has written: all of
// them or none. The comment on median3 explains which samples it can leave out.
func median5Vector(dst, src Plane) int {
	if src.W < 32 || !archsimd.X86.AVX2() {
		return 0
	}
	n := src.W + 4
	memory := pool.Get(5 * n)
	defer memory.Release()
	var ranks [5][]byte
	for i := range ranks {
		ranks[i] = memory.Bytes[i*n : (i+1)*n : (i+1)*n]
	}
	rowByRow(dst, src, 2, func(dst []byte, rows [][]byte) {
		sortColumnsAVX2(ranks[0], ranks[1], ranks[2], ranks[3], ranks[4], rows[0], rows[1], rows[2], rows[3], rows[4])
		median5AVX2(dst, ranks[0], ranks[1], ranks[2], ranks[3], ranks[4])
	})
	return src.H
}

// sortColumnsAVX2 sorts a column of five by nine exchanges (Knuth, "The Art of Computer
// Programming", volume 3, 5.3.4), 32 columns at once.
func sortColumnsAVX2(r0, r1, r2, r3, r4, s0, s1, s2, s3, s4 []byte) {
	last := len(r0) - 32
	for x := 0; ; x = min(x+32, last) {
		a, b, c, d, e := load32(s0[x:]), load32(s1[x:]), load32(s2[x:]), load32(s3[x:]), load32(s4[x:])
		a, b = inOrder(a, b)
		d, e = inOrder(d, e)
		c, e = inOrder(c, e)
		c, d = inOrder(c, d)
		b, e = inOrder(b, e)
		a, d = inOrder(a, d)
		a, c = inOrder(a, c)
		b, d = inOrder(b, d)
		b, c = inOrder(b, c)
		a.StoreSlice(r0[x:])
		b.StoreSlice(r1[x:])
		c.StoreSlice(r2[x:])
		d.StoreSlice(r3[x:])
		e.StoreSlice(r4[x:])
		if x == last {
			break
		}
	}
	archsimd.ClearAVXUpperBits()
}

// median5AVX2 takes from five sorted columns the two largest of the lowest samples, the
// three largest of the second, the three middle ones of the third, the three least of the
// fourth and the two least of the highest. The median of these 13 remains when the least and
// the largest of the first 8 are dropped, and again after each further sample has joined
// them: 140 minimums and maximums in all.
func median5AVX2(dst, r0, r1, r2, r3, r4 []byte) {
	last := len(dst) - 32
	for x := 0; ; x = min(x+32, last) {
		a0, a1 := largest2(five(r0[x : x+36 : x+36]))
		b0, b1, b2 := largest3(five(r1[x : x+36 : x+36]))
		e0, e1 := least2(five(r4[x : x+36 : x+36]))
		d0, d1, d2 := least3(five(r3[x : x+36 : x+36]))
		v0, v1, v2, v3, v4, v5 := dropEnds8(a0, a1, b0, b1, b2, d0, e0, e1)
		c0, c1, c2 := dropEnds5(five(r2[x : x+36 : x+36]))
		v0, v1, v2, v3, v4 = dropEnds7(v0, v1, v2, v3, v4, v5, d1)
		v0, v1, v2, v3 = dropEnds6(v0, v1, v2, v3, v4, d2)
		v0, v1, v2 = dropEnds5(v0, v1, v2, v3, c0)
		v0, v1 = dropEnds4(v0, v1, v2, c1)
		middleOfVectors(v0, v1, c2).StoreSlice(dst[x : x+32 : x+32])
		if x == last {
			break
		}
	}
	archsimd.ClearAVXUpperBits()
}

// five returns the samples of a row from five neighbouring columns on.
func five(p []byte) (a, b, c, d, e samples) {
	return load32(p), load32(p[1:]), load32(p[2:]), load32(p[3:]), load32(p[4:])
}

// inOrder returns the smaller and the larger of two samples.
func inOrder(a, b samples) (low, high samples) { return a.Min(b), a.Max(b) }

func sort3Vectors(a, b, c samples) (low, middle, high samples) {
	a, b = inOrder(a, b)
	b, c = inOrder(b, c)
	a, b = inOrder(a, b)
	return a, b, c
}

func middleOfVectors(a, b, c samples) samples { return a.Min(b).Max(a.Max(b).Min(c)) }

// largest2 returns the two largest of five, in order.
func largest2(a, b, c, d, e samples) (samples, samples) {
	a, b = inOrder(a, b)
	a, b = a.Max(b.Min(c)), b.Max(c)
	a, b = a.Max(b.Min(d)), b.Max(d)
	return a.Max(b.Min(e)), b.Max(e)
}

// least2 returns the two least of five, in order.
func least2(a, b, c, d, e samples) (samples, samples) {
	a, b = inOrder(a, b)
	a, b = a.Min(c), b.Min(a.Max(c))
	a, b = a.Min(d), b.Min(a.Max(d))
	return a.Min(e), b.Min(a.Max(e))
}

// largest3 returns the three largest of five, in any order.
func largest3(a, b, c, d, e samples) (samples, samples, samples) {
	a, b = inOrder(a, b)
	c, d = inOrder(c, d)
	a, c = inOrder(a, c)
	a, b = inOrder(a.Max(e), b)
	c, d = inOrder(c, d)
	return a.Max(c), b, d
}

// least3 returns the three least of five, in any order.
func least3(a, b, c, d, e samples) (samples, samples, samples) {
	a, b = inOrder(a, b)
	c, d = inOrder(c, d)
	b, d = inOrder(b, d)
	a, d = inOrder(a, d.Min(e))
	c, b = inOrder(c, b)
	return a, c, d.Min(b)
}

// The dropEnds return all but the least and the largest, in any order.

func dropEnds4(a, b, c, d samples) (samples, samples) {
	a, b = inOrder(a, b)
	c, d = inOrder(c, d)
	return a.Max(c), b.Min(d)
}

func dropEnds5(a, b, c, d, e samples) (samples, samples, samples) {
	a, b = inOrder(a, b)
	c, d = inOrder(c, d)
	return a.Max(c), b.Min(d), e.Max(a.Min(c)).Min(b.Max(d))
}

func dropEnds6(a, b, c, d, e, f samples) (samples, samples, samples, samples) {
	a, b = inOrder(a, b)
	c, d = inOrder(c, d)
	e, f = inOrder(e, f)
	return a.Max(c), e.Max(a.Min(c)), b.Min(d), f.Min(b.Max(d))
}

func dropEnds7(a, b, c, d, e, f, g samples) (samples, samples, samples, samples, samples) {
	a, b = inOrder(a, b)
	c, d = inOrder(c, d)
	e, f = inOrder(e, f)
	a, c = inOrder(a, c)
	a, e = inOrder(a, e)
	d, b = inOrder(d, b)
	f, b = inOrder(f, b)
	return c, e, d, f, g.Max(a).Min(b)
}

// dropEnds8 takes samples with a ≤ b and g ≤ h.
func dropEnds8(a, b, c, d, e, f, g, h samples) (samples, samples, samples, samples, samples, samples) {
	c, d = inOrder(c, d)
	e, f = inOrder(e, f)
	a, c = inOrder(a, c)
	e, g = inOrder(e, g)
	d, b = inOrder(d, b)
	h, f = inOrder(h, f)
	return c, g, a.Max(e), d, h, b.Min(f)
}

// mediansVector is mediansPlain with 16 counts in a vector.
func mediansVector(dst []byte, columns []tally, samples int) int {
	if !archsimd.X86.AVX2() {
		return 0
	}
	reach := len(columns) - len(dst)
	var fine [16]counts
	var next [16]int
	var sums [17]int16
	var square archsimd.Uint16x16
	for i := range columns[:reach+1] {
		square = square.Add(load16(&columns[i].coarse))
	}
	rank := int16(samples / 2)
	enters := columns[reach:]
	for i := range dst {
		high := findAVX2(square, rank, &sums) & 15
		below := sums[high]
		var v archsimd.Uint16x16
		from := next[high] - 1
		if from < 0 || i-from > reach {
			from = i
			for x := range columns[i : i+reach+1] {
				v = v.Add(load16(&columns[i+x].fine[high]))
			}
		} else {
			v = load16(&fine[high])
		}
		for ; from < i; from++ {
			v = v.Add(load16(&enters[from+1].fine[high])).Sub(load16(&columns[from].fine[high]))
		}
		v.AsUint64x4().Store((*[4]uint64)(&fine[high]))
		next[high] = i + 1
		low := findAVX2(v, rank-below, &sums)
		dst[i] = byte(high<<4 | low)
		if i+1 < len(enters) {
			square = square.Add(load16(&enters[i+1].coarse)).Sub(load16(&columns[i].coarse))
		}
	}
	archsimd.ClearAVXUpperBits()
	return len(dst)
}

func load16(c *counts) archsimd.Uint16x16 {
	return archsimd.LoadUint64x4((*[4]uint64)(c)).AsUint16x16()
}

// findAVX2 is find, and leaves the running sums in sums, from 0 on. They are made by adding
// the vector to itself, shifted by one, two and four lanes, and the last sum of its lower
// half to the upper half.
func findAVX2(c archsimd.Uint16x16, rank int16, sums *[17]int16) (at int) {
	zero := archsimd.Uint8x32{}
	c = c.Add(c.AsUint8x32().ConcatShiftBytesRightGrouped(14, zero).AsUint16x16())
	c = c.Add(c.AsUint8x32().ConcatShiftBytesRightGrouped(12, zero).AsUint16x16())
	c = c.Add(c.AsUint8x32().ConcatShiftBytesRightGrouped(8, zero).AsUint16x16())
	c = c.Add(c.AsUint8x32().PermuteOrZeroGrouped(archsimd.LoadInt8x32(&lastWords)).Select128FromPair(2, 0, zero).AsUint16x16())
	c.AsInt16x16().Store((*[16]int16)(sums[1:]))
	past := c.AsInt16x16().Greater(archsimd.BroadcastInt16x16(rank)).ToInt16x16().AsUint8x32()
	return bits.OnesCount32(past.Equal(zero).ToBits()) / 2
}

// lastWords repeats the last 16 bits of each half.
var lastWords = [32]int8{14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15}

package jpeg

// wordDivisors divides the words of transformPlain. Most coefficients become 0. Those are
// recognised by their limits, two blocks at a time, and only the others are divided.
type wordDivisors struct {
	table  [64]uint8 // that they divide by
	limits [64]limit // row by row

	// By the hash of a mark: the numbers for dividing the coefficient, its index, and its place
	// in the scan.
	bias, recip [64]uint64
	at, place   [64]uint8
}

// limit holds two numbers, each of them twice in a word. Of below - y, where y is a result of
// the transform, bit 31 is set if y is so negative that it does not become 0; of above + y, if
// y is so positive that it does not.
type limit struct{ below, above uint64 }

// mark shifts the two marks for y into marks, and returns y + above.
func (l *limit) mark(y, marks uint64) (word, newMarks uint64) {
	word = l.above + y
	return word, marks>>1 | (l.below-y|word)&(1<<31*both)
}

// The quotient of a coefficient x is floor((x + d/2 - s) / d), with s = 1 for x < 0 and s = 0
// otherwise, which rounds halves away from zero. The word that mark returns is 2^16 + x - d/2,
// without its rowShift fraction bits. Adding s and bias makes it x + d/2 - s + 2048·d, which is
// positive and below 2^23. Its product with recip = ceil(2^36 / d) is exact to the unit for the
// same reason as in laneDivisors.
const (
	quotientBias = 2048
	recipShift   = 36
)

// follow makes the divisors those of a table. It is called where they are used, which is nowhere
// if the vector transform runs.
func (w *wordDivisors) follow(table *[64]uint8) {
	if w.table == *table {
		return
	}
	for i, step := range table {
		if w.table[i] != step {
			w.set(i%8, i/8, int(step))
		}
	}
	w.table = *table
}

// set sets the divisor for horizontal frequency u and vertical frequency v to 8·step.
func (w *wordDivisors) set(u, v, step int) {
	d := int64(8 * step)
	// The least result that rounds to d/2 gets bit 31 set, the most that rounds to
	// -d/2 too.
	const half = 1 << (rowShift - 1)
	above := 1<<31 + half - d/2<<rowShift
	below := 1<<31 + half - d/2<<rowShift - 1
	if u == 0 {
		above -= 8 * columnBias << constBits // what the sum of a row has too much
		below += 8 * columnBias << constBits
	}
	w.limits[8*v+u] = limit{above: uint64(above) * both, below: uint64(below) * both}

	h := hash(1 << (8*v + u))
	w.bias[h] = uint64(quotientBias*d + d - 1<<16 - 1)
	w.recip[h] = wordReciprocals[step]
	w.at[h], w.place[h] = uint8(8*v+u), scanPlace[8*v+u]
}

// wordReciprocals has recip for the divisor 8·step.
var wordReciprocals = func() (t [256]uint64) {
	for step := 1; step < len(t); step++ {
		d := uint64(8 * step)
		t[step] = (1<<recipShift + d - 1) / d
	}
	return t
}()

// divide quantises the marked coefficients, which are shift bits up in words, into their places
// in b. It returns the set of these places.
func (w *wordDivisors) divide(b *block, words *[64]uint64, shift int, marks uint64) (nonzero uint64) {
	clear(b[:])
	for marks != 0 {
		mark := marks & -marks
		marks ^= mark
		h := hash(mark)
		n := uint32(words[w.at[h]&63]>>(shift&63)) >> rowShift
		v := (uint64(n+n>>16)+w.bias[h])*w.recip[h]>>recipShift - quotientBias
		k := w.place[h] & 63
		b[k] = int16(v)
		nonzero |= 1 << k
	}
	return nonzero
}

// hash gives each single bit another number below 64 (Leiserson, Prokop and Randall,
// "Using de Bruijn Sequences to Index a 1 in a Computer Word", 1998). With tables in
// that order it is faster than the number of the bit: amd64's BSF waits for what its
// result register held before.
func hash(bit uint64) uint64 { return bit * 0x03F79D71B4CA8B09 >> 58 }

// scanPlace is the inverse of zigzag.
var scanPlace = func() (p [64]uint8) {
	for k, n := range zigzag {
		p[n] = uint8(k)
	}
	return p
}()

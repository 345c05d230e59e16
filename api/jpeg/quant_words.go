package jpeg

// wordDivisors are for the words of transformPlain. Most coefficients become 0: those
// are told from their limits, two at a time, and only the others divided.
type wordDivisors struct {
	limits             [4][8]limit // of word 8j+u, which has frequencies (u, 2j) and (u, 2j+1)
	bias, recip        [64]uint64
	word, shift, place [64]uint8
}

// limit has two numbers for each of the two results in a word: one from which it is
// taken and one to which it is added gives a number with bit 31 set when it is so
// far below or above 0 that it does not become 0.
type limit struct{ below, above uint64 }

// mark shifts the two marks for y into marks, and gives y + above.
func (l *limit) mark(y, marks uint64) (word, newMarks uint64) {
	word = l.above + y
	return word, marks>>1 | (l.below-y|word)&(1<<31*both)
}

// divisor is what a marked coefficient x takes. Its result with rowShift fraction
// bits, as mark leaves it, is 2^16 + x - d/2 when they are gone. What is wanted is
// floor((x + d/2 - s) / d) with s = 1 for x < 0, else 0, which rounds halves away
// from zero. x + d/2 - s + 2048·d is positive and below 2^23, and its product with
// ceil(2^36 / d) exact to the unit as in laneDivisors.
type divisor struct {
	bias, recip uint64
	word, shift uint8 // where it is
	place       uint8 // where it goes
}

const (
	divisorBias  = 2048
	divisorShift = 36
)

func (d *wordDivisors) set(u, v, div int) {
	upper := v % 2 * 32
	l := &d.limits[v/2][u]
	above := 1<<(rowShift-1) - div/2<<rowShift                   // plus the least that rounds to d/2: 0
	below := 1<<rowShift - div/2<<rowShift - 1<<(rowShift-1) - 1 // less the most that rounds to -d/2: 0
	if u == 0 {
		// The columns' bias, which sums alone have.
		above -= 8 * columnBias << constBits
		below += 8 * columnBias << constBits
	}
	if upper == 0 {
		*l = limit{}
	}
	l.above += uint64(1<<31+above) << upper
	l.below += uint64(1<<31+below) << upper

	h := hash(1 << (upper + v/2*8 + u))
	d.bias[h] = uint64(divisorBias*div + div - 1<<16 - 1)
	d.recip[h] = uint64((1<<divisorShift + div - 1) / div)
	d.word[h], d.shift[h], d.place[h] = uint8(v/2*8+u), uint8(upper), scanPlace[8*v+u]
}

// divide quantises the marked coefficients into their places in b, and gives the
// bits of these places.
func (d *wordDivisors) divide(b *block, words *[32]uint64, marks uint64) (nonzero uint64) {
	clear(b[:])
	for marks != 0 {
		mark := marks & -marks
		marks ^= mark
		h := hash(mark)
		n := uint32(words[d.word[h]&31]>>(d.shift[h]&32)) >> rowShift
		v := (uint64(n+n>>16)+d.bias[h])*d.recip[h]>>divisorShift - divisorBias
		k := d.place[h] & 63
		b[k] = int16(v)
		nonzero |= 1 << k
	}
	return nonzero
}

// hash gives each single bit another number below 64 (Leiserson, Prokop and Randall,
// "Using de Bruijn Sequences to Index a 1 in a Computer Word", 1998). With its own
// table behind it, it is faster than the number of the bit: amd64's BSF waits for
// what its result register held before.
func hash(bit uint64) uint64 { return bit * 0x03F79D71B4CA8B09 >> 58 }

// scanPlace undoes zigzag.
var scanPlace = func() (p [64]uint8) {
	for k, n := range zigzag {
		p[n] = uint8(k)
	}
	return p
}()

package jpeg

// twoSymbols is two AC symbols of a baseline scan with the values of their coefficients,
// or 0 when not even the first is whole in the bits that were looked up.
//
//	bits 0 to 7:   bits of codes and magnitudes together
//	bits 8 to 15:  coefficients that the symbols are about, pastEnd more with an EOB
//	bits 16 to 23: coefficients before that of the first value
//	bits 24 to 31: coefficients before that of the second value
//	bits 32 to 47: the first value
//	bits 48 to 63: the second value
//
// One symbol alone has its value twice, and an EOB has the value 0 for the coefficient that it
// comes instead of: so two values can always be written.
type twoSymbols uint64

func (t twoSymbols) total() uint   { return uint(uint8(t)) }
func (t twoSymbols) places() uint  { return uint(uint8(t >> 8)) }
func (t twoSymbols) first() uint   { return uint(uint8(t >> 16)) }
func (t twoSymbols) second() uint  { return uint(uint8(t >> 24)) }
func (t twoSymbols) value1() int32 { return int32(int16(t >> 32)) }
func (t twoSymbols) value2() int32 { return int32(int16(t >> 48)) }

// buildTwo makes two from look.
func (d *huffDecoder) buildTwo() {
	for i := range d.two {
		bits := uint64(i) << (64 - lookBits)
		total, places, first, v1 := d.one(bits, 0)
		if total == 0 {
			d.two[i] = 0
			continue
		}
		second, v2 := first, v1
		if places < pastEnd {
			if more, toNext, to, v := d.one(bits<<total, total); more > 0 {
				second, v2 = places+to, v
				total, places = total+more, places+toNext
			}
		}
		d.two[i] = twoSymbols(uint64(total) | uint64(places)<<8 | uint64(first)<<16 | uint64(second)<<24 |
			uint64(uint16(v1))<<32 | uint64(uint16(v2))<<48)
	}
}

// one returns the symbol at the top of bits, of which lookBits-used are known: its length in
// bits, or 0 if it is not complete; the number of coefficients that it covers, and of those
// before its value; and the value.
func (d *huffDecoder) one(bits uint64, used uint) (total, places, before uint, value int32) {
	s := d.look[bits>>(64-lookBits)]
	switch {
	case s == 0 || used+s.total() > lookBits:
		return 0, 0, 0, 0
	case s.run() >= pastEnd:
		return s.total(), pastEnd, 0, 0
	}
	return s.total(), s.run() + 1, s.run(), s.value(bits)
}

package kernel

import "encoding/binary"

// mix computes row j of the result from w.n rows of the same width.
func (w *weights) mix(dst []byte, rows [][]byte, j int) {
	t := w.taps[j]
	switch {
	case w.n == 1:
		copy(dst, rows[0])
	case w.long != nil:
		mixLong(dst, rows, w.long[j*w.n:(j+1)*w.n])
	case w.n == 3 && t.w2 != 0:
		mix3(dst, rows[0], rows[1], rows[2], t.w1, t.w2)
	default:
		mix2(dst, rows[0], rows[1], t.w1)
	}
}

// Blend writes the mean of rows a and b with weights 256-share and share, in 1/256. dst must be
// neither of them.
func Blend(dst, a, b []byte, share uint8) { mix2(dst, a, b, uint16(share)) }

// mix2 writes the mean of rows a and b with weights 256-w1 and w1, in 1/256.
func mix2(dst, a, b []byte, w1 uint16) {
	if done := mix2Vector(dst, a, b, w1); done < len(dst) {
		mix2Plain(dst[done:], a[done:], b[done:], w1)
	}
}

// mix3 writes the mean of rows a, b and c with weights 256-w1-w2, w1 and w2, in 1/256.
func mix3(dst, a, b, c []byte, w1, w2 uint16) {
	if done := mix3Vector(dst, a, b, c, w1, w2); done < len(dst) {
		mix3Plain(dst[done:], a[done:], b[done:], c[done:], w1, w2)
	}
}

// mixLong writes the mean of rows with weights whose sum is 1<<longBits.
func mixLong(dst []byte, rows [][]byte, weight []int16) {
	if done := mixLongVector(dst, rows, weight); done < len(dst) {
		mixLongPlain(dst, rows, weight, done)
	}
}

// The sums of mix2 and mix3 stay below 256·256, so four of them share a 64-bit word:
// the even samples of eight in one, the odd ones in another. evens masks every other
// sample, and halves rounds each of the four sums.
const (
	evens  = 0x00FF00FF00FF00FF
	halves = 0x0080008000800080
)

func mix2Plain(dst, a, b []byte, w1 uint16) {
	a, b = a[:len(dst)], b[:len(dst)]
	wa, wb := uint64(256-w1), uint64(w1)
	for len(dst) >= 8 && len(a) >= 8 && len(b) >= 8 {
		va, vb := binary.LittleEndian.Uint64(a), binary.LittleEndian.Uint64(b)
		even := va&evens*wa + vb&evens*wb + halves
		odd := va>>8&evens*wa + vb>>8&evens*wb + halves
		binary.LittleEndian.PutUint64(dst, even>>8&evens|odd&^evens)
		dst, a, b = dst[8:], a[8:], b[8:]
	}
	for x := range dst {
		dst[x] = byte((uint64(a[x])*wa + uint64(b[x])*wb + 128) >> 8)
	}
}

func mix3Plain(dst, a, b, c []byte, w1, w2 uint16) {
	a, b, c = a[:len(dst)], b[:len(dst)], c[:len(dst)]
	wa, wb, wc := uint64(256-w1-w2), uint64(w1), uint64(w2)
	for len(dst) >= 8 && len(a) >= 8 && len(b) >= 8 && len(c) >= 8 {
		va, vb, vc := binary.LittleEndian.Uint64(a), binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(c)
		even := va&evens*wa + vb&evens*wb + vc&evens*wc + halves
		odd := va>>8&evens*wa + vb>>8&evens*wb + vc>>8&evens*wc + halves
		binary.LittleEndian.PutUint64(dst, even>>8&evens|odd&^evens)
		dst, a, b, c = dst[8:], a[8:], b[8:], c[8:]
	}
	for x := range dst {
		dst[x] = byte((uint64(a[x])*wa + uint64(b[x])*wb + uint64(c[x])*wc + 128) >> 8)
	}
}

// mixLongPlain computes the samples from x on.
func mixLongPlain(dst []byte, rows [][]byte, weight []int16, x int) {
	const half = 1 << (longBits - 1)
	rows = rows[:len(weight)]
	for ; x+4 <= len(dst); x += 4 {
		a, b, c, d := int32(half), int32(half), int32(half), int32(half)
		for k, w := range weight {
			r, w := rows[k][x:x+4:x+4], int32(w)
			a, b, c, d = a+w*int32(r[0]), b+w*int32(r[1]), c+w*int32(r[2]), d+w*int32(r[3])
		}
		out := dst[x : x+4 : x+4]
		out[0], out[1], out[2], out[3] = clamp(a>>longBits), clamp(b>>longBits), clamp(c>>longBits), clamp(d>>longBits)
	}
	for ; x < len(dst); x++ {
		sum := int32(half)
		for k, w := range weight {
			sum += int32(w) * int32(rows[k][x])
		}
		dst[x] = clamp(sum >> longBits)
	}
}

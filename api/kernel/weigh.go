package kernel

import "encoding/binary"

// maxWeight is the largest weight of a row: what a vector multiplies by is signed.
const maxWeight = 127

// weighted is a row and what it counts: 1 to maxWeight.
type weighted struct {
	row    []byte
	weight byte
}

// weigh writes to dst the sum of rows, each times its weight, in 1/256: the weights add
// up to 256. No row overlaps dst; each has at least its length.
func weigh(dst []byte, rows []weighted) {
	if !weighVector(dst, rows) {
		weighPlain(dst, rows)
	}
}

// evenBytes are every other byte of a word; rounding is a half, in 1/256, beside each.
const (
	evenBytes = 0x00FF00FF00FF00FF
	rounding  = 0x0080008000800080
)

// weighPlain has four sums in a 64-bit word, for none exceeds 255·256+128: the even ones
// of eight samples in one, the odd ones in another.
func weighPlain(dst []byte, rows []weighted) {
	x := 0
	for ; x+8 <= len(dst); x += 8 {
		var even, odd uint64 = rounding, rounding
		for _, r := range rows {
			v, w := binary.LittleEndian.Uint64(r.row[x:]), uint64(r.weight)
			even += v & evenBytes * w
			odd += v >> 8 & evenBytes * w
		}
		binary.LittleEndian.PutUint64(dst[x:], even>>8&evenBytes|odd&^evenBytes)
	}
	for ; x < len(dst); x++ {
		sum := uint(128)
		for _, r := range rows {
			sum += uint(r.row[x]) * uint(r.weight)
		}
		dst[x] = byte(sum >> 8)
	}
}

package kernel

import "encoding/binary"

// maxWeight is the largest weight of a row, because vectors multiply by signed bytes.
const maxWeight = 127

// weighted is a row and its weight, 1 to maxWeight.
type weighted struct {
	row    []byte
	weight byte
}

// weigh writes the mean of rows to dst, with weights in 1/256 whose sum is 256. No row overlaps
// dst, and none is shorter.
func weigh(dst []byte, rows []weighted) {
	if done := weighVector(dst, rows); done < len(dst) {
		weighPlain(dst, rows, done)
	}
}

// weighPlain computes the samples from x on. It keeps four sums in a word, as mix2Plain does,
// since no sum exceeds 255·256+128.
func weighPlain(dst []byte, rows []weighted, x int) {
	for ; x+8 <= len(dst); x += 8 {
		var even, odd uint64 = halves, halves
		for _, r := range rows {
			v, w := binary.LittleEndian.Uint64(r.row[x:]), uint64(r.weight)
			even += v & evens * w
			odd += v >> 8 & evens * w
		}
		binary.LittleEndian.PutUint64(dst[x:], even>>8&evens|odd&^evens)
	}
	for ; x < len(dst); x++ {
		sum := uint(128)
		for _, r := range rows {
			sum += uint(r.row[x]) * uint(r.weight)
		}
		dst[x] = byte(sum >> 8)
	}
}

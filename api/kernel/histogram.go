package kernel

import "encoding/binary"

// Histogram counts how often each sample value occurs. The zero value is ready to use.
//
// It counts in four lanes: neighbours in a smooth picture have the same value, and with a
// single lane each increment would wait until the previous one has reached memory.
type Histogram struct {
	lanes [4][256]uint32
}

// Add counts the samples of a row.
func (h *Histogram) Add(row []byte) {
	l := &h.lanes
	for len(row) >= 8 {
		v := binary.LittleEndian.Uint64(row)
		l[0][byte(v)]++
		l[1][byte(v>>8)]++
		l[2][byte(v>>16)]++
		l[3][byte(v>>24)]++
		l[0][byte(v>>32)]++
		l[1][byte(v>>40)]++
		l[2][byte(v>>48)]++
		l[3][byte(v>>56)]++
		row = row[8:]
	}
	for _, v := range row {
		l[0][v]++
	}
}

// Counts returns how often each value has occurred.
func (h *Histogram) Counts() (counts [256]int) {
	for _, lane := range &h.lanes {
		for v, n := range lane {
			counts[v] += int(n)
		}
	}
	return counts
}

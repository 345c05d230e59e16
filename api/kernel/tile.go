package kernel

// AddPairs adds to each of sums, half as long as row, two neighbours of row: the first step
// of a mean over square tiles, row by row. At an odd length the last column counts twice.
func AddPairs(sums []uint16, row []byte) {
	done := addPairsVector(sums, row)
	addPairsPlain(sums[done:], row[2*done:])
}

func addPairsPlain(sums []uint16, row []byte) {
	whole := len(row) / 2
	for i := range sums[:whole] {
		pair := row[2*i : 2*i+2 : 2*i+2]
		sums[i] += uint16(pair[0]) + uint16(pair[1])
	}
	if 2*whole < len(row) {
		sums[whole] += 2 * uint16(row[2*whole])
	}
}

// TileMeans writes to dst the means, to the nearest, of tiles as wide as pairs of the sums
// that AddPairs has made of some rows. A tile that the right edge cuts is that much smaller.
func TileMeans(dst []byte, sums []uint16, pairs, rows int) {
	m := meanOf(2*pairs, rows)
	whole := len(sums) / pairs
	for i := range dst[:whole] {
		sum := uint64(0)
		for _, v := range sums[i*pairs : i*pairs+pairs] {
			sum += uint64(v)
		}
		dst[i] = m.of(sum)
	}
	if rest := sums[whole*pairs:]; len(rest) > 0 {
		TileMeans(dst[whole:], rest, len(rest), rows)
	}
}

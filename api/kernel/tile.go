package kernel

// AddPairs adds two neighbours of row to each of sums, which is half as long: the first step of
// a mean over square tiles, row by row. If the length of row is odd, the last column counts
// twice.
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

// TileMeans writes to dst the rounded means of tiles that are pairs sums wide. AddPairs has
// made the sums from that number of rows. A tile at the right edge may be narrower.
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

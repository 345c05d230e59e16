package kernel

// Map replaces every byte of row by its entry in table.
func Map(row []byte, table *[256]byte) {
	done := mapVector(row, table)
	mapPlain(row[done:], table)
}

func mapPlain(row []byte, table *[256]byte) {
	for i, v := range row {
		row[i] = table[v]
	}
}

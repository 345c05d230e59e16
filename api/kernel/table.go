package kernel

// Map replaces each sample of row by its entry in table.
func Map(row []byte, table *[256]byte) {
	if done := mapVector(row, table); done < len(row) {
		mapPlain(row[done:], table)
	}
}

func mapPlain(row []byte, table *[256]byte) {
	for i, v := range row {
		row[i] = table[v]
	}
}

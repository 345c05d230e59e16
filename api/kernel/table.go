package kernel

// Map replaces each sample of row by its entry in table.
func Map(row []byte, table *[256]byte) {
	if done := mapVector(row, table); done < len(row) {
		mapPlain(row[done:], table)
	}
}

// MapRGBA replaces red, green and blue of pixels (4 bytes each) by their entries in tables.
func MapRGBA(pixels []byte, tables *[3][256]byte) {
	for ; len(pixels) >= 4; pixels = pixels[4:] {
		pixels[0], pixels[1], pixels[2] = tables[0][pixels[0]], tables[1][pixels[1]], tables[2][pixels[2]]
	}
}

func mapPlain(row []byte, table *[256]byte) {
	for i, v := range row {
		row[i] = table[v]
	}
}

package kernel

// TileSpan is a run of columns, from Start to before End, between the middles of two tiles,
// or beyond the outermost, where Left and Right are the same tile.
type TileSpan struct {
	Start, End, Left, Right int
}

// MapTiles replaces each sample of a row by its entries in the tables of the four tiles
// around it, weighed by how near their middles are: upper and lower are the tables of two
// rows of tiles, across the weights of the right tile at each column, down that of the
// lower row, in 1/256.
func MapTiles(row []byte, upper, lower [][256]byte, spans []TileSpan, across []byte, down uint) {
	for _, s := range spans {
		a, b, c, d := &upper[s.Left], &upper[s.Right], &lower[s.Left], &lower[s.Right]
		pix, weights := row[s.Start:s.End], across[s.Start:s.End]
		for i, v := range pix {
			pix[i] = blend(a[v], b[v], c[v], d[v], uint(weights[i]), down)
		}
	}
}

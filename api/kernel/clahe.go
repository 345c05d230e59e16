package kernel

// TileSpan is a run of columns Start ≤ x < End between the middles of two tiles, whose
// indices are Left and Right; beyond the outermost middles both are the same tile.
type TileSpan struct {
	Start, End, Left, Right int
}

// MapTiles replaces each sample of a row by a bilinear interpolation of its entries in the
// tables of the four surrounding tiles. upper and lower are the tables of two rows of tiles;
// across is the weight of the right tile for each column, and down the weight of the lower row,
// both in 1/256.
func MapTiles(row []byte, upper, lower [][256]byte, spans []TileSpan, across []byte, down uint) {
	for _, s := range spans {
		a, b, c, d := &upper[s.Left], &upper[s.Right], &lower[s.Left], &lower[s.Right]
		pix, weights := row[s.Start:s.End], across[s.Start:s.End]
		for i, v := range pix {
			pix[i] = blend(a[v], b[v], c[v], d[v], uint(weights[i]), down)
		}
	}
}

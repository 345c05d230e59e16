package browser

// shrink fills a thumbnail with means of samples of a width×height plane: of every
// fourth pixel in every fourth row, 25 for each cell of 640×480, which takes most of a
// sensor's noise away. With step 4 the pixels are RGBA, of which green stands for luma.
func shrink(cells, plane []byte, width, height, step int) {
	const every = 4
	for cy := range thumbHeight {
		y0, y1 := cy*height/thumbHeight, (cy+1)*height/thumbHeight
		for cx := range thumbWidth {
			x0, x1 := cx*width/thumbWidth, (cx+1)*width/thumbWidth
			sum, n := 0, 0
			for y := y0; y < y1; y += every {
				row := plane[y*width*step:]
				for x := x0; x < x1; x += every {
					sum += int(row[x*step+step/4])
					n++
				}
			}
			cells[cy*thumbWidth+cx] = byte(sum / max(n, 1))
		}
	}
}

// Cells of a thumbnail.
const (
	thumbWidth  = 32
	thumbHeight = 24
)

package browser

// shrink fills a thumbnail with means of samples of a width×height plane. It uses every fourth
// pixel of every fourth row, 25 for each cell of 640×480, which removes most of a sensor's
// noise. With step 4 the pixels are RGBA, and green is used as luma.
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

// Columns and rows of a thumbnail, in cells.
const (
	thumbWidth  = 32
	thumbHeight = 24
)

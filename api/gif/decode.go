package gif

import (
	"context"

	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/pool"
)

// Decode decodes the first frame of a file whose header is h, at 1/shrink of its size (1, 2, 4
// or 8), as frame.Rows does. The frame is h.W×h.H px; its chroma is 4:2:0, or 4:4:4 if it is
// reduced. Transparent pixels become white, and so does the part of the screen that the first
// frame does not cover or for which the data are missing. If there are no data at all, the
// error is a *wire.Error with the code Undecodable. Or it is that of ctx, which is asked every few
// rows, and before each block of data.
//
// Decode needs the memory of the frame, and one byte for each of its pixels at full size.
func Decode(ctx context.Context, file []byte, h Header, shrink int) (*frame.Frame, error) {
	if h.pixels >= len(file) || file[h.pixels] < 1 || file[h.pixels] > 8 {
		return nil, undecodable("the GIF breaks off before the pixels of its first frame, or has codes of more than 12 bits")
	}
	memory := pool.Get(h.w * h.h)
	defer memory.Release()
	indexes := memory.Bytes
	indexes = indexes[:expand(ctx, indexes, int(file[h.pixels]), subBlocks{file: file, pos: h.pixels + 1})]
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(indexes) == 0 && h.w*h.h > 0 {
		return nil, undecodable("the GIF has no data for the pixels of its first frame")
	}
	colours := h.colours()
	rows := frame.NewRows(h.W, h.H, shrink, false)
	for y := range h.H {
		if kernel.Ended(ctx, y) {
			rows.Discard()
			return nil, ctx.Err()
		}
		row := rows.Row()
		for i := range row {
			row[i] = 255
		}
		if y >= h.y && y < h.y+h.h {
			to := row[4*h.x:]
			for x, index := range h.row(indexes, y-h.y) {
				*(*[4]byte)(to[4*x:]) = colours[index]
			}
		}
		rows.Next()
	}
	return rows.Frame(), nil
}

// colours returns the colour of each index. An index that the palette does not have is black,
// as in browsers. Without a palette the indexes are shades from black to white.
func (h *Header) colours() (list [256][4]byte) {
	for i := range list {
		switch {
		case i == h.transparent:
			list[i] = [4]byte{255, 255, 255, 255}
		case len(h.palette) == 0:
			list[i] = [4]byte{byte(i), byte(i), byte(i), 255}
		case 3*i+3 <= len(h.palette):
			list[i] = [4]byte{h.palette[3*i], h.palette[3*i+1], h.palette[3*i+2], 255}
		default:
			list[i] = [4]byte{3: 255}
		}
	}
	return list
}

// row returns the indexes of row y of the frame. If that row of an interlaced frame is missing,
// it returns the row above it from an earlier pass.
func (h *Header) row(indexes []byte, y int) []byte {
	for h.interlaced && y&7 != 0 && h.place(y)*h.w >= len(indexes) {
		y -= y & -y // clears the lowest bit
	}
	start := min(h.place(y)*h.w, len(indexes))
	return indexes[start:min(start+h.w, len(indexes))]
}

// place returns the position of row y of the frame in the data. In an interlaced frame, rows 0,
// 8, 16 … come first, then 4, 12, 20 …, then 2, 6, 10 …, then the odd ones (GIF 89a, appendix
// E).
func (h *Header) place(y int) int {
	switch {
	case !h.interlaced:
		return y
	case y&7 == 0:
		return y / 8
	case y&3 == 0:
		return (h.h+7)/8 + y/8
	case y&1 == 0:
		return (h.h+3)/4 + y/4
	}
	return (h.h+1)/2 + y/2
}

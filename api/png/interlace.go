package png

import (
	"context"

	"framepost/api/frame"
	"framepost/api/kernel"
	"framepost/api/pool"
)

// pass is one of the seven small pictures that make up an interlaced one: the pixels of every
// dx-th column and dy-th row, beginning at x, y (PNG specification, section 8.2).
type pass struct{ x, y, dx, dy int }

var passes = [...]pass{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}

// canvas is a picture whose pixels are set in any order.
type canvas struct {
	pix   []byte
	w, h  int
	pixel int // bytes of a pixel
}

// interlaced decodes all passes at full size, then makes the frame.
func (d *decoder) interlaced(ctx context.Context, shrink int) (*frame.Frame, error) {
	h := &d.header
	c := canvas{w: h.W, h: h.H, pixel: 4}
	if h.Colour.gray() {
		c.pixel = 1
	}
	var memory, spare *pool.Buffer // allocated when the first row has been decoded
	defer func() { memory.Release(); spare.Release() }()
	whole := true
	for i, p := range passes {
		if p.x >= c.w || p.y >= c.h {
			continue
		}
		columns := (c.w - p.x + p.dx - 1) / p.dx
		d.beginPass(columns)
		for y := p.y; y < c.h; y += p.dy {
			if kernel.Ended(ctx, y/p.dy) {
				return nil, ctx.Err()
			}
			var row []byte
			if whole {
				row, whole = d.next()
			}
			switch {
			case !whole && memory == nil:
				return nil, noPixels()
			case memory == nil:
				memory, spare = pool.Get(c.w*c.h*c.pixel), pool.Get(c.w*c.pixel)
				c.pix = memory.Bytes
			}
			if whole {
				converted := spare.Bytes[:columns*c.pixel]
				d.convert(converted, row)
				c.put(p, y, converted)
			} else {
				c.guess(i, y)
			}
		}
	}
	rows := frame.NewRows(c.w, c.h, shrink, h.Colour.gray())
	for y := range c.h {
		if kernel.Ended(ctx, y) {
			rows.Discard()
			return nil, ctx.Err()
		}
		copy(rows.Row(), c.row(y))
		rows.Next()
	}
	return rows.Frame(), nil
}

func (c *canvas) row(y int) []byte {
	n := c.w * c.pixel
	return c.pix[y*n : y*n+n]
}

// put copies the pixels of a row of a pass to their places.
func (c *canvas) put(p pass, y int, pixels []byte) {
	row := c.row(y)
	for x := p.x; x < c.w; x += p.dx {
		copy(row[x*c.pixel:(x+1)*c.pixel], pixels)
		pixels = pixels[c.pixel:]
	}
}

// guess fills a missing row of a pass: each pixel becomes that of an earlier pass to its left
// or above it, or white if there is none, as in the first pass.
func (c *canvas) guess(number, y int) {
	p := passes[number]
	row, from := c.row(y), c.row(y-p.y)
	for x := p.x; x < c.w; x += p.dx {
		to := row[x*c.pixel : (x+1)*c.pixel]
		if number == 0 {
			copy(to, "\xff\xff\xff\xff")
		} else {
			copy(to, from[(x-p.x)*c.pixel:])
		}
	}
}

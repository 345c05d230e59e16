package lettering

import (
	"image"
	"image/draw"
	"sync"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// draw fills dst with the coverage of the line by letters of size px. The top left corner of
// the line is at 0, 0.
func (l *Line) draw(dst *image.Alpha, size int) {
	clear(dst.Pix)
	p := pens.Get().(*pen)
	defer pens.Put(p)
	at := fixed.Point26_6{Y: scale(l.ascent, size)}
	for i := range l.glyphs {
		g := &l.glyphs[i]
		if !g.ink.Empty() {
			outline, err := g.font.LoadGlyph(&p.memory, g.id, fixed.I(size), nil)
			if err != nil {
				panic(err) // the font is part of the program, and Shape has checked the glyph
			}
			p.fill(dst, outline, at.Add(fixed.Point26_6{X: scale(g.offset.X, size), Y: scale(g.offset.Y, size)}))
		}
		at.X += scale(g.advance, size)
	}
}

// pen draws one glyph at a time and reuses its memory for the next one.
type pen struct {
	memory sfnt.Buffer
	raster vector.Rasterizer
	glyph  image.Alpha
}

var pens = sync.Pool{New: func() any { return new(pen) }}

// fill adds the area of an outline, with its origin at dot, to dst. Where glyphs overlap, the
// larger coverage counts.
func (p *pen) fill(dst *image.Alpha, outline sfnt.Segments, dot fixed.Point26_6) {
	box := outline.Bounds().Add(dot)
	bounds := image.Rect(box.Min.X.Floor(), box.Min.Y.Floor(), box.Max.X.Ceil(), box.Max.Y.Ceil())
	inside := bounds.Intersect(dst.Rect)
	if inside.Empty() {
		return
	}
	p.trace(outline, dot.Sub(fixed.P(bounds.Min.X, bounds.Min.Y)), bounds.Dx(), bounds.Dy())
	for y := inside.Min.Y; y < inside.Max.Y; y++ {
		row := dst.Pix[dst.PixOffset(inside.Min.X, y):][:inside.Dx()]
		ink := p.glyph.Pix[p.glyph.PixOffset(inside.Min.X-bounds.Min.X, y-bounds.Min.Y):]
		for x := range row {
			row[x] = max(row[x], ink[x])
		}
	}
}

// trace sets glyph to the coverage of w×h px by an outline with its origin at dot.
func (p *pen) trace(outline sfnt.Segments, dot fixed.Point26_6, w, h int) {
	p.raster.Reset(w, h)
	p.raster.DrawOp = draw.Src
	for _, s := range outline {
		var x, y [3]float32
		for i, point := range s.Args {
			x[i], y[i] = float32(point.X+dot.X)/64, float32(point.Y+dot.Y)/64
		}
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			p.raster.MoveTo(x[0], y[0])
		case sfnt.SegmentOpLineTo:
			p.raster.LineTo(x[0], y[0])
		case sfnt.SegmentOpQuadTo:
			p.raster.QuadTo(x[0], y[0], x[1], y[1])
		case sfnt.SegmentOpCubeTo:
			p.raster.CubeTo(x[0], y[0], x[1], y[1], x[2], y[2])
		}
	}
	if n := w * h; n > cap(p.glyph.Pix) {
		p.glyph.Pix = make([]byte, n)
	}
	p.glyph = image.Alpha{Pix: p.glyph.Pix[:w*h], Stride: w, Rect: image.Rect(0, 0, w, h)}
	p.raster.Draw(&p.glyph, p.glyph.Rect, image.Opaque, image.Point{})
}

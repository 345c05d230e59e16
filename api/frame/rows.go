package frame

import (
	"slices"
	"sync"

	"framepost/api/kernel"
)

// Rows makes a frame from rows that arrive one after another, at 1, 1/2, 1/4 or 1/8 of the
// picture's size. It needs the memory of the frame and of a few rows.
//
// At full size the frame is the one that Planes makes of an NRGBA picture, 4:2:0. At a reduced
// size each luma sample is the mean of those that it covers, and so is each chroma sample. There
// are as many chroma samples as luma samples then; at 1/2 they equal those of the full size.
type Rows struct {
	frame  *Frame
	w, h   int // px of the picture
	by     int
	y      int // number of rows that have arrived
	pixels [2][]byte
	luma   []byte
	chroma [2][]byte
	means  [3]means
}

var rowsPool = sync.Pool{New: func() any { return new(Rows) }}

// NewRows returns the Rows of a w×h picture, grey or in colour. Each sample of the frame
// covers by×by px; by is 1, 2, 4 or 8.
func NewRows(w, h, by int, gray bool) *Rows {
	r := rowsPool.Get().(*Rows)
	r.w, r.h, r.by, r.y = w, h, by, 0
	s := YUV420
	if gray {
		s = Gray
	} else if by > 1 {
		s = YUV444
	}
	r.frame = New((w+by-1)/by, (h+by-1)/by, s)
	r.luma = slices.Grow(r.luma[:0], w)[:w]
	if by > 1 {
		r.means[0].reset(r.frame.planes[0], w, h, by)
	}
	if gray {
		return r
	}
	cw, ch := YUV420.ChromaSize(w, h)
	for i := range 2 {
		r.pixels[i] = slices.Grow(r.pixels[i][:0], 4*w)[:4*w]
		if by > 2 {
			r.chroma[i] = slices.Grow(r.chroma[i][:0], cw)[:cw]
			r.means[1+i].reset(r.frame.planes[1+i], cw, ch, by/2)
		}
	}
	return r
}

// Row returns the memory for the next row: w opaque pixels of 4 bytes, red first, or w samples
// of 1 byte if the picture is grey.
func (r *Rows) Row() []byte {
	switch {
	case r.frame.sampling != Gray:
		return r.pixels[r.y&1]
	case r.by == 1:
		return r.frame.planes[0].Row(r.y)
	}
	return r.luma
}

// Next adds the row that was written to Row. It must not be called more than h times.
func (r *Rows) Next() {
	y, planes := r.y, &r.frame.planes
	r.y++
	if r.frame.sampling != Gray {
		luma := r.luma
		if r.by == 1 {
			luma = planes[0].Row(y)
		}
		kernel.RGBAToY(luma, r.pixels[y&1])
	}
	if r.by > 1 {
		r.means[0].add(r.luma)
	}
	if r.frame.sampling == Gray || y&1 == 0 && r.y < r.h {
		return
	}
	top, bottom := r.pixels[0], r.pixels[y&1] // an odd last row is its own pair
	if r.by <= 2 {
		kernel.RGBAToCbCr420(planes[1].Row(y/2), planes[2].Row(y/2), top, bottom)
		return
	}
	kernel.RGBAToCbCr420(r.chroma[0], r.chroma[1], top, bottom)
	r.means[1].add(r.chroma[0])
	r.means[2].add(r.chroma[1])
}

// Frame returns the frame. Rows that have not arrived are white. r must not be used afterwards.
func (r *Rows) Frame() *Frame {
	for r.y < r.h {
		fill(r.Row(), 255)
		r.Next()
	}
	f := r.frame
	if r.by > 1 {
		f.Reduced(r.w, r.h, r.by)
	}
	r.release()
	return f
}

// Discard releases the frame, for whoever does not want it any more. r must not be used
// afterwards.
func (r *Rows) Discard() {
	r.frame.Release()
	r.release()
}

// release drops all references to the frame.
func (r *Rows) release() {
	r.frame, r.means[0].to, r.means[1].to, r.means[2].to = nil, Plane{}, Plane{}, Plane{}
	rowsPool.Put(r)
}

func fill(row []byte, v byte) {
	for i := range row {
		row[i] = v
	}
}

// means makes a plane of means of a larger plane, whose rows arrive one after another.
type means struct {
	to     Plane
	by     int // samples of the larger plane that a sample covers in each direction
	height int // rows of the larger plane
	rows   int // number of rows that have arrived
	sums   []uint16
}

func (m *means) reset(to Plane, w, h, by int) {
	m.to, m.by, m.height, m.rows = to, by, h, 0
	m.sums = slices.Grow(m.sums[:0], (w+1)/2)[:(w+1)/2]
	clear(m.sums)
}

func (m *means) add(row []byte) {
	kernel.AddPairs(m.sums, row)
	y := m.rows
	m.rows++
	if m.rows%m.by == 0 || m.rows == m.height {
		kernel.TileMeans(m.to.Row(y/m.by), m.sums, m.by/2, y%m.by+1)
		clear(m.sums)
	}
}

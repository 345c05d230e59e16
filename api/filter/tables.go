package filter

import (
	"framepost/api/frame"
	"framepost/api/kernel"
)

// Tables hold the new value for each sample value 0–255 of each plane. A grey frame does not use
// those of chroma.
type Tables struct {
	Y, Cb, Cr [256]byte
	Gray      bool // drop chroma
}

// Identity is the table that maps every value to itself.
var Identity = func() (t [256]byte) {
	for v := range t {
		t[v] = byte(v)
	}
	return t
}()

// NewTables returns tables that change nothing.
func NewTables() *Tables { return &Tables{Y: Identity, Cb: Identity, Cr: Identity} }

// then makes t do what it did before and then what next does.
func (t *Tables) then(next *Tables) {
	kernel.Map(t.Y[:], &next.Y)
	kernel.Map(t.Cb[:], &next.Cb)
	kernel.Map(t.Cr[:], &next.Cr)
	t.Gray = t.Gray || next.Gray
}

// Apply maps the planes of f, except those that its table would not change.
func (t *Tables) Apply(f *frame.Frame) {
	if t.Gray {
		f.DropChroma()
	}
	for i, plane := range f.Planes() {
		table := [...]*[256]byte{&t.Y, &t.Cb, &t.Cr}[i]
		if *table == Identity {
			continue
		}
		MapPlane(plane, table)
	}
}

// MapPlane replaces each sample of p by the table's entry for it.
func MapPlane(p frame.Plane, table *[256]byte) {
	if p.Stride != p.W {
		for y := 0; y < p.H && !p.Ended(y); y++ {
			kernel.Map(p.Row(y), table)
		}
		return
	}
	for y := 0; y < p.H && !p.Ended(y); y += kernel.Band {
		kernel.Map(p.Pix[y*p.W:min(y+kernel.Band, p.H)*p.W], table) // one long row
	}
}

// Fill sets each entry of a table to f of its index, rounded and clamped to 0–255.
func Fill(table *[256]byte, f func(v float64) float64) {
	for v := range table {
		table[v] = Round(f(float64(v)))
	}
}

// Round returns v as a sample: the nearest whole number of 0–255, halves upwards.
func Round(v float64) byte { return byte(min(max(v+0.5, 0), 255)) }

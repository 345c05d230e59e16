package wire

import (
	"strconv"
	"strings"
)

// Affine is an affine map between two pictures, in shares of their sides from the top left: the
// place (x, y) of one is (A·x + C·y + E, B·x + D·y + F) of the other. The letters are those of
// matrix() in CSS. The zero Affine is no map.
type Affine struct{ A, B, C, D, E, F float64 }

// Unmoved maps each place to itself.
var Unmoved = Affine{A: 1, D: 1}

// Then returns the map that does m and then n. It is no map if one of them is none.
func (m Affine) Then(n Affine) Affine {
	if !m.Known() || !n.Known() {
		return Affine{}
	}
	return Affine{
		A: n.A*m.A + n.C*m.B, C: n.A*m.C + n.C*m.D, E: n.A*m.E + n.C*m.F + n.E,
		B: n.B*m.A + n.D*m.B, D: n.B*m.C + n.D*m.D, F: n.B*m.E + n.D*m.F + n.F,
	}
}

// Known reports whether m is a map, and so has an Inverse.
func (m Affine) Known() bool { return m.A*m.D != m.B*m.C }

// Inverse returns the map of the second picture to the first.
func (m Affine) Inverse() Affine {
	if !m.Known() {
		return Affine{}
	}
	det := m.A*m.D - m.B*m.C
	return Affine{
		A: m.D / det, C: -m.C / det, E: (m.C*m.F - m.D*m.E) / det,
		B: -m.B / det, D: m.A / det, F: (m.B*m.E - m.A*m.F) / det,
	}
}

// affineDecimals are the decimals of HeaderFrameAffine. The widest picture has 8192 px, so that
// less than a hundredth of a px is lost.
const affineDecimals = 7

// String returns "-1,0,0,1,1,0", the value of HeaderFrameAffine, of A to F.
func (m Affine) String() string {
	b := make([]byte, 0, 64)
	for i, n := range [...]float64{m.A, m.B, m.C, m.D, m.E, m.F} {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendShort(b, n)
	}
	return string(b)
}

// appendShort appends n without zeros at its end.
func appendShort(b []byte, n float64) []byte {
	if whole := int64(n); float64(whole) == n {
		return strconv.AppendInt(b, whole, 10)
	}
	from := len(b)
	b = strconv.AppendFloat(b, n, 'f', affineDecimals, 64)
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	if b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	if string(b[from:]) == "-0" {
		b = append(b[:from], '0')
	}
	return b
}

// ParseAffine reads what String wrote. The zero Affine is returned for anything else.
func ParseAffine(header string) Affine {
	fields := strings.Split(header, ",")
	var n [6]float64
	if len(fields) != len(n) {
		return Affine{}
	}
	for i, field := range fields {
		var err error
		if n[i], err = strconv.ParseFloat(strings.TrimSpace(field), 64); err != nil || n[i]-n[i] != 0 { // Inf, NaN
			return Affine{}
		}
	}
	return Affine{n[0], n[1], n[2], n[3], n[4], n[5]}
}

package colour

import "errors"

// vector is three components: XYZ, or the light of red, green and blue.
type vector [3]float64

// matrix is a 3×3 matrix, row by row.
type matrix [3]vector

// d50 is the white of ICC's profile connection space (ICC.1:2022, 7.2.16).
var d50 = vector{0.9642, 1, 0.8249}

// chromaticity is CIE 1931 x and y.
type chromaticity struct{ x, y float64 }

// primaries are the chromaticities of an RGB space: of its white, and of red, green and blue
// at full strength.
type primaries struct{ white, red, green, blue chromaticity }

// d65 is the white of sRGB, as ITU-R BT.709-6 and IEC 61966-2-1 round it.
var d65 = chromaticity{0.3127, 0.3290}

// bt709 are the primaries of BT.709 and of sRGB.
var bt709 = primaries{d65, chromaticity{0.64, 0.33}, chromaticity{0.30, 0.60}, chromaticity{0.15, 0.06}}

// toSRGB converts XYZ of the connection space to the light of sRGB's primaries.
var toSRGB = must(must(bt709.toXYZ()).inverse())

func must(m matrix, err error) matrix {
	if err != nil {
		panic(err)
	}
	return m
}

// bradford converts XYZ to the cone responses that the Bradford adaptation scales
// (ICC.1:2022, E.3).
var bradford = matrix{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}

var errPrimaries = errors.New("colour: the primaries span no colour space")

// toXYZ returns the matrix from the light of the primaries to XYZ, adapted to D50. It returns
// an error if the primaries lie on a line or the white has no light.
//
// Source: SMPTE RP 177 for the matrix; ICC.1:2022, annex E for the adaptation.
func (p primaries) toXYZ() (matrix, error) {
	columns := [3]chromaticity{p.red, p.green, p.blue}
	var m matrix
	for i, c := range columns {
		m[0][i], m[1][i], m[2][i] = c.x, c.y, 1-c.x-c.y
	}
	inverse, err := m.inverse()
	if err != nil || p.white.y < 1e-6 {
		return matrix{}, errPrimaries
	}
	white := vector{p.white.x / p.white.y, 1, (1 - p.white.x - p.white.y) / p.white.y}
	strength := inverse.apply(white) // of each primary, such that their sum is white
	toCones := bradford
	from, to := toCones.apply(white), toCones.apply(d50)
	fromCones, err := toCones.inverse()
	if err != nil {
		return matrix{}, err
	}
	for i := range 3 {
		if from[i] < 1e-6 {
			return matrix{}, errPrimaries
		}
		toCones[i] = toCones[i].scale(to[i] / from[i])
		m[i] = vector{m[i][0] * strength[0], m[i][1] * strength[1], m[i][2] * strength[2]}
	}
	return fromCones.times(toCones).times(m), nil
}

func (v vector) scale(by float64) vector { return vector{v[0] * by, v[1] * by, v[2] * by} }

func (m matrix) apply(v vector) vector {
	var to vector
	for i, row := range m {
		to[i] = row[0]*v[0] + row[1]*v[1] + row[2]*v[2]
	}
	return to
}

// times returns m·n, which applies n first.
func (m matrix) times(n matrix) matrix {
	var product matrix
	for i := range 3 {
		for j := range 3 {
			product[i][j] = m[i][0]*n[0][j] + m[i][1]*n[1][j] + m[i][2]*n[2][j]
		}
	}
	return product
}

// inverse returns the inverse by Cramer's rule, or an error if there is none.
func (m matrix) inverse() (matrix, error) {
	cofactor := func(i, j int) float64 {
		a, b, c, d := (i+1)%3, (i+2)%3, (j+1)%3, (j+2)%3
		return m[a][c]*m[b][d] - m[a][d]*m[b][c]
	}
	determinant := m[0][0]*cofactor(0, 0) + m[0][1]*cofactor(0, 1) + m[0][2]*cofactor(0, 2)
	if determinant < 1e-9 && determinant > -1e-9 {
		return matrix{}, errPrimaries
	}
	var inverse matrix
	for i := range 3 {
		for j := range 3 {
			inverse[j][i] = cofactor(i, j) / determinant
		}
	}
	return inverse, nil
}

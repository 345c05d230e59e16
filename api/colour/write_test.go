package colour

import (
	"encoding/binary"
	"math"
)

// These functions write ICC profiles byte by byte, so that the tests need no files of others.

// element is a tag's signature and data.
type element struct {
	signature string
	data      []byte
}

// profileOf writes a profile of a class, such as "mntr", that converts from a device's space,
// such as "RGB ", to the connection space pcs.
func profileOf(version byte, class, space, pcs string, elements ...element) []byte {
	b := make([]byte, profileHeaderSize, 1024)
	b[8] = version
	copy(b[12:], class)
	copy(b[16:], space)
	copy(b[20:], pcs)
	copy(b[36:], "acsp")
	copy(b[68:], xyz(d50)[8:])
	elements = append([]element{{"wtpt", xyz(d50)}}, elements...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(elements)))
	offset := len(b) + tagEntrySize*len(elements)
	for _, e := range elements {
		b = append(b, e.signature...)
		b = binary.BigEndian.AppendUint32(b, uint32(offset))
		b = binary.BigEndian.AppendUint32(b, uint32(len(e.data)))
		offset += (len(e.data) + 3) &^ 3
	}
	for _, e := range elements {
		b = append(b, e.data...)
		b = append(b, make([]byte, -len(e.data)&3)...)
	}
	binary.BigEndian.PutUint32(b, uint32(len(b)))
	return b
}

// rgbProfile writes a matrix/TRC profile with the same curve for all components.
func rgbProfile(version byte, p primaries, curve []byte) []byte {
	m := must(p.toXYZ())
	elements := []element{{"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve}}
	for i, signature := range []string{"rXYZ", "gXYZ", "bXYZ"} {
		elements = append(elements, element{signature, xyz(vector{m[0][i], m[1][i], m[2][i]})})
	}
	return profileOf(version, "mntr", "RGB ", "XYZ ", elements...)
}

func xyz(v vector) []byte { return append([]byte("XYZ \x00\x00\x00\x00"), fixeds(v[:]...)...) }

// fixeds writes numbers as s15Fixed16Number.
func fixeds(numbers ...float64) (b []byte) {
	for _, v := range numbers {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*(1<<16)))))
	}
	return b
}

// para writes a parametric curve.
func para(kind uint16, parameters ...float64) []byte {
	b := binary.BigEndian.AppendUint16([]byte("para\x00\x00\x00\x00"), kind)
	return append(append(b, 0, 0), fixeds(parameters...)...)
}

var srgbPara = para(3, 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)

// gammaCurve writes a curveType that holds only an exponent.
func gammaCurve(gamma float64) []byte {
	return binary.BigEndian.AppendUint16([]byte("curv\x00\x00\x00\x00\x00\x00\x00\x01"), uint16(math.Round(gamma*256)))
}

// sampledCurve writes a curve of n samples.
func sampledCurve(n int, c curve) []byte {
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), uint32(n))
	return append(b, samples(n, 2, c)...)
}

// samples writes n samples of a curve, of width bytes each.
func samples(n, width int, c curve) (b []byte) {
	for i := range n {
		b = number(b, width, c(float64(i)/float64(n-1)))
	}
	return b
}

// number appends v, 0 to 1, with width bytes.
func number(b []byte, width int, v float64) []byte {
	v = min(max(v, 0), 1)
	if width == 1 {
		return append(b, byte(math.Round(255*v)))
	}
	return binary.BigEndian.AppendUint16(b, uint16(math.Round(65535*v)))
}

// lattice writes the samples of a grid that has that number of points along each channel.
func lattice(channels, points, width int, colour func(v [4]float64) vector) (b []byte) {
	count := 1
	for range channels {
		count *= points
	}
	for i := range count {
		var v [4]float64
		for j, rest := channels-1, i; j >= 0; j-- {
			v[j] = float64(rest%points) / float64(points-1)
			rest /= points
		}
		for _, component := range colour(v) {
			b = number(b, width, component)
		}
	}
	return b
}

// lut writes a lut8Type (width 1) or lut16Type (width 2) whose output curves are straight.
func lut(channels, points, width int, input curve, colour func(v [4]float64) vector) []byte {
	b := make([]byte, 12)
	copy(b, "mft1")
	b[3] = byte('0' + width)
	b[8], b[9], b[10] = byte(channels), 3, byte(points)
	b = append(b, fixeds(1, 0, 0, 0, 1, 0, 0, 0, 1)...)
	n := 256
	if width == 2 {
		n = 64
		b = binary.BigEndian.AppendUint16(b, uint16(n))
		b = binary.BigEndian.AppendUint16(b, 2)
	}
	for range channels {
		b = append(b, samples(n, width, input)...)
	}
	b = append(b, lattice(channels, points, width, colour)...)
	for range 3 {
		b = append(b, samples(map[int]int{1: 256, 2: 2}[width], width, linear)...)
	}
	return b
}

// aToB writes a lutAToBType with all of its parts, and the same curve for all channels.
func aToB(channels, points, width int, curveA, curveM, curveB []byte, m matrix, offset vector, colour func(v [4]float64) vector) []byte {
	b := make([]byte, 32)
	copy(b, "mAB ")
	b[8], b[9] = byte(channels), 3
	part := func(at int, data []byte) {
		binary.BigEndian.PutUint32(b[at:], uint32(len(b)))
		b = append(b, data...)
		b = append(b, make([]byte, -len(data)&3)...)
	}
	times := func(n int, curve []byte) (all []byte) {
		for range n {
			all = append(all, curve...)
			all = append(all, make([]byte, -len(curve)&3)...)
		}
		return all
	}
	part(12, times(3, curveB))
	part(16, append(append(append(fixeds(m[0][:]...), fixeds(m[1][:]...)...), fixeds(m[2][:]...)...), fixeds(offset[:]...)...))
	part(20, times(3, curveM))
	grid := make([]byte, 20)
	for i := range channels {
		grid[i] = byte(points)
	}
	grid[16] = byte(width)
	part(24, append(grid, lattice(channels, points, width, colour)...))
	part(28, times(channels, curveA))
	return b
}

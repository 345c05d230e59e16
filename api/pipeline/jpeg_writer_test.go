package pipeline

import (
	"encoding/binary"
	"image"
	"math"
)

// jpegForm is a kind of JPEG. The writer below supports all of them, in the simplest way,
// because no available encoder writes the rare ones: odd sampling factors, RGB, inks.
type jpegForm struct {
	name        string
	colours     jpegColours
	factors     []int // 0x21 for 2×1, one for each component
	progressive bool
}

// jpegColours is the meaning of the components of a JPEG.
type jpegColours int

const (
	asGrey jpegColours = iota
	asYCbCr
	asRGB         // Adobe's marker, transform 0
	asInk         // CMYK without a marker
	asInverseInk  // CMYK as Adobe's programs write it: light instead of ink
	asInverseYCCK // the same with its CMY as Y'CbCr
	asBlackInk    // CMYK whose darkness is black ink alone
)

// samples returns the components of a pixel, 0–255.
func (c jpegColours) samples(r, g, b float64) []float64 {
	y := 0.299*r + 0.587*g + 0.114*b
	cb, cr := 128+(b-y)/1.772, 128+(r-y)/1.402
	switch c {
	case asGrey:
		return []float64{y}
	case asYCbCr:
		return []float64{y, cb, cr}
	case asRGB:
		return []float64{r, g, b}
	case asInk:
		return []float64{255 - r, 255 - g, 255 - b, 0}
	case asInverseInk:
		return []float64{r, g, b, 255}
	case asBlackInk:
		light := max(r, g, b)
		ink := func(v float64) float64 { return 255 - 255*v/max(light, 1) }
		return []float64{ink(r), ink(g), ink(b), 255 - light}
	}
	return []float64{255 - y, 255 - cb, 255 - cr, 255} // ink, of which Adobe stores the complement
}

// The typical Huffman tables (T.81 annex K.3) in the form of a DHT segment, DC and AC of luma.
var (
	typicalDC = append([]byte{0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0}, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
	// flatAC has all 256 symbols in codes of 8 and 9 bits; the code of ones alone is forbidden.
	flatAC = func() []byte {
		table := make([]byte, 16, 16+256)
		table[7], table[8] = 255, 1
		for v := range 256 {
			table = append(table, byte(v))
		}
		return table
	}()
)

// codesOf returns the codes of a DHT segment's table by symbol, and their lengths (T.81 annex C).
func codesOf(table []byte) (code [256]int, length [256]int) {
	next, k := 0, 16
	for n := 1; n <= 16; n++ {
		for range table[n-1] {
			code[table[k]], length[table[k]] = next, n
			next, k = next+1, k+1
		}
		next <<= 1
	}
	return code, length
}

// jpegWriter writes one file.
type jpegWriter struct {
	out  []byte
	acc  uint64
	bits int
}

func (w *jpegWriter) segment(marker byte, body ...byte) {
	w.out = append(w.out, 0xff, marker)
	w.out = binary.BigEndian.AppendUint16(w.out, uint16(len(body)+2))
	w.out = append(w.out, body...)
}

func (w *jpegWriter) put(v, n int) {
	for i := n - 1; i >= 0; i-- {
		w.acc, w.bits = w.acc<<1|uint64(v>>i&1), w.bits+1
		if w.bits == 8 {
			w.byte(byte(w.acc))
			w.acc, w.bits = 0, 0
		}
	}
}

func (w *jpegWriter) byte(b byte) {
	if w.out = append(w.out, b); b == 0xff {
		w.out = append(w.out, 0)
	}
}

func (w *jpegWriter) flush() {
	for w.bits != 0 {
		w.put(1, 1)
	}
}

// magnitude writes a symbol whose low bits are the size of v, and v.
func (w *jpegWriter) magnitude(code, length *[256]int, run, v int) {
	size := 0
	for v >= 1<<size || -v >= 1<<size {
		size++
	}
	w.put(code[run<<4|size], length[run<<4|size])
	if v < 0 {
		v += 1<<size - 1
	}
	w.put(v, size)
}

// quantStep is the step of every coefficient.
const quantStep = 4

var zigzagOrder = func() (order [64]int) {
	k := 0
	for sum := range 15 {
		for i := range sum + 1 {
			x, y := i, sum-i
			if sum%2 == 0 {
				x, y = y, x
			}
			// On even diagonals the scan goes upwards, to larger x.
			x, y = y, x
			if x < 8 && y < 8 {
				order[k] = 8*y + x
				k++
			}
		}
	}
	return order
}()

// encodeForm writes img in a form.
func encodeForm(img *image.NRGBA, form jpegForm) []byte {
	w := &jpegWriter{out: []byte{0xff, 0xd8}}
	width, height, n := img.Rect.Dx(), img.Rect.Dy(), len(form.factors)
	switch form.colours {
	case asRGB, asInverseInk:
		w.segment(0xee, []byte("Adobe\x00\x64\x00\x00\x00\x00\x00")...)
	case asInverseYCCK:
		w.segment(0xee, []byte("Adobe\x00\x64\x00\x00\x00\x00\x02")...)
	}
	steps := make([]byte, 65)
	for i := range 64 {
		steps[1+i] = quantStep
	}
	w.segment(0xdb, steps...)
	w.segment(0xc4, append([]byte{0x00}, typicalDC...)...)
	w.segment(0xc4, append([]byte{0x10}, flatAC...)...)
	sof := []byte{8, byte(height >> 8), byte(height), byte(width >> 8), byte(width), byte(n)}
	maxH, maxV := 1, 1
	for i, f := range form.factors {
		sof = append(sof, byte(i+1), byte(f), 0)
		maxH, maxV = max(maxH, f>>4), max(maxV, f&15)
	}
	marker := byte(0xc0)
	if form.progressive {
		marker = 0xc2
	}
	w.segment(marker, sof...)

	across, down := (width+8*maxH-1)/(8*maxH), (height+8*maxV-1)/(8*maxV)
	if n == 1 {
		across, down = (width+7)/8, (height+7)/8
	}
	// block is a component's block at (bx, by), quantised, in zigzag order.
	block := func(i, bx, by int) []int {
		h, v := form.factors[i]>>4, form.factors[i]&15
		if n == 1 {
			h, v, maxH, maxV = 1, 1, 1, 1
		}
		return quantised(func(x, y int) float64 {
			x0, x1 := (8*bx+x)*maxH/h, ((8*bx+x+1)*maxH+h-1)/h
			y0, y1 := (8*by+y)*maxV/v, ((8*by+y+1)*maxV+v-1)/v
			sum := 0.0
			for py := y0; py < y1; py++ {
				for px := x0; px < x1; px++ {
					c := img.NRGBAAt(min(px, width-1), min(py, height-1))
					sum += form.colours.samples(float64(c.R), float64(c.G), float64(c.B))[i]
				}
			}
			return sum / float64((x1-x0)*(y1-y0))
		})
	}
	dcCode, dcLength := codesOf(typicalDC)
	acCode, acLength := codesOf(flatAC)
	dc := func(previous *int, v int) {
		w.magnitude(&dcCode, &dcLength, 0, v-*previous)
		*previous = v
	}
	ac := func(coefficients []int) {
		run := 0
		for _, v := range coefficients[1:] {
			if v == 0 {
				run++
				continue
			}
			for ; run > 15; run -= 16 {
				w.put(acCode[0xf0], acLength[0xf0])
			}
			w.magnitude(&acCode, &acLength, run, v)
			run = 0
		}
		if run > 0 {
			w.put(acCode[0], acLength[0])
		}
	}
	// The interleaved scan: all of a sequential file, the DC coefficients of a progressive one.
	sos := []byte{byte(n)}
	for i := range n {
		sos = append(sos, byte(i+1), 0)
	}
	last := byte(63)
	if form.progressive {
		last = 0
	}
	w.segment(0xda, append(sos, 0, last, 0)...)
	previous := make([]int, n)
	for my := range down {
		for mx := range across {
			for i, f := range form.factors {
				h, v := f>>4, f&15
				if n == 1 {
					h, v = 1, 1
				}
				for by := range v {
					for bx := range h {
						b := block(i, mx*h+bx, my*v+by)
						dc(&previous[i], b[0])
						if !form.progressive {
							ac(b)
						}
					}
				}
			}
		}
	}
	w.flush()
	if form.progressive { // a scan for the other coefficients of each component, over its real blocks
		for i, f := range form.factors {
			w.segment(0xda, 1, byte(i+1), 0, 1, 63, 0)
			h, v := f>>4, f&15
			if n == 1 {
				h, v = maxH, maxV
			}
			for by := range ((height*v+maxV-1)/maxV + 7) / 8 {
				for bx := range ((width*h+maxH-1)/maxH + 7) / 8 {
					ac(block(i, bx, by))
				}
			}
			w.flush()
		}
	}
	return append(w.out, 0xff, 0xd9)
}

// quantised returns the forward DCT (T.81 A.3.3) of 8×8 samples, quantised, in zigzag order.
func quantised(sample func(x, y int) float64) []int {
	var rows, out [64]float64
	for y := range 8 {
		for u := range 8 {
			for x := range 8 {
				rows[8*y+u] += (sample(x, y) - 128) * cosines[u][x]
			}
		}
	}
	for v := range 8 {
		for u := range 8 {
			for y := range 8 {
				out[8*v+u] += rows[8*y+u] * cosines[v][y]
			}
		}
	}
	coefficients := make([]int, 64)
	for k, at := range zigzagOrder {
		coefficients[k] = int(math.Round(out[at] / quantStep))
	}
	return coefficients
}

// cosines are the basis of the DCT, scaled to be orthonormal.
var cosines = func() (c [8][8]float64) {
	for u := range 8 {
		scale := 0.5
		if u == 0 {
			scale = math.Sqrt(1. / 8)
		}
		for x := range 8 {
			c[u][x] = scale * math.Cos(float64(2*x+1)*float64(u)*math.Pi/16)
		}
	}
	return c
}()

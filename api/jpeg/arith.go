package jpeg

import "math/bits"

// bin is a statistics bin, the state of one kind of decision: an estimate of which symbol is more
// probable, and how probable it is. It begins with 0.
type bin uint8

// arithDecoder decodes binary decisions (T.81 D.2). The code is a number in the current
// interval. Each decision divides the interval into a part for the more probable symbol and,
// above it, one for the less probable symbol. The register that the specification calls C is
// the bits that are not read yet: their upper 16, Cx, are compared, and the reader has loaded
// more below them.
type arithDecoder struct {
	bits  *bitReader
	width uint32 // width of the interval, A in the specification
	even  bin    // both symbols are equally probable; never changes
}

// droppedBits is how many bits a decoder may read past the end of the data: an encoder drops
// zero bytes at the end (T.81 D.1.8).
const droppedBits = 64

// begin begins to decode the interval at the start of src (T.81 D.2.7).
func (a *arithDecoder) begin(src []byte) {
	a.bits.begin(src)
	a.bits.dropped = droppedBits
	a.width, a.even = 1<<16, fixed
}

// bit decodes a decision whose outcomes are equally probable (T.81 F.1.4.2).
func (a *arithDecoder) bit() int { return a.decide(&a.even) }

// decide decodes a decision, 0 or 1 (T.81 figures D.17 to D.19 in one).
func (a *arithDecoder) decide(c *bin) int {
	r := a.bits
	r.ready()
	e := &estimates[*c]
	size := uint32(e.size)
	symbol, next := int(*c&1), e.nextMPS
	width := a.width - size
	if uint32(r.acc>>48) < width {
		if width >= 1<<15 {
			a.width = width
			return symbol
		}
		if width < size { // conditional exchange of the parts (T.81 D.1.4)
			symbol, next = symbol^1, e.nextLPS
		}
	} else {
		r.acc -= uint64(width) << 48
		if width >= size {
			symbol, next = symbol^1, e.nextLPS
		}
		width = size
	}
	*c = next
	shift := uint(bits.LeadingZeros16(uint16(width)))
	a.width = width << shift
	r.drop(shift)
	return symbol
}

// maxPasses bounds how often arithmetic scans may go through all coefficients of a component;
// encoders write three or four scans. A decision that always has the same outcome takes time
// but hardly any bits, so a small file could otherwise ask for any number of them.
const maxPasses = 8

// spend counts the coefficients of s and reports whether their sum is still within maxPasses.
func (d *decoder) spend(s *scan) bool {
	for _, c := range s.parts {
		d.passed[c.index] += 1 + s.last - s.first
		if d.passed[c.index] > 64*maxPasses {
			return false
		}
	}
	return true
}

var errDAC = undecodable("arithmetic conditioning (DAC) of the JPEG is damaged")

// parseDAC reads arithmetic conditioning (T.81 B.2.4.3).
func (d *decoder) parseDAC(body []byte) error {
	for ; len(body) >= 2; body = body[2:] {
		class, id, value := body[0]>>4, body[0]&15, body[1]
		switch {
		case class == 0 && id <= 3 && value&15 <= value>>4:
			d.dcModels[id].low, d.dcModels[id].high = value&15, value>>4
		case class == 1 && id <= 3 && value >= 1 && value <= 63:
			d.acModels[id].kx = uint(value)
		default:
			return errDAC
		}
	}
	return nil
}

// resetConditioning sets the default conditioning.
func (d *decoder) resetConditioning() {
	for i := range d.dcModels {
		d.dcModels[i].low, d.dcModels[i].high = 0, 1
		d.acModels[i].kx = 5
	}
}

// beginArith begins to decode the restart interval at the start of src, with all bins
// reset.
func (d *decoder) beginArith(s *scan, src []byte) {
	d.arith.begin(src)
	for i := range s.parts {
		c := &s.parts[i]
		c.kind = 0
		clear(c.dcModel.bins[:])
		clear(c.acModel.bins[:])
	}
}

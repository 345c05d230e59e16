package jpeg

import "math/bits"

// context is what has been learnt about a kind of decision: how probable which symbol is.
// It begins with 0.
type context uint8

// arithDecoder decodes binary decisions (T.81 D.2): each divides the current interval, of
// which the code is a number, into a part for the more probable symbol and above it one for
// the less probable. What the specification calls C is the bits that are not read yet: its
// upper 16, Cx, are compared, and below them the reader has more already.
type arithDecoder struct {
	bits  *bitReader
	width uint32  // of the interval: A
	even  context // always fixed
}

// droppedBits is how far an arithmetic decoder may read past the end of an interval: its
// encoder leaves out the zero bytes that it would end with (T.81 D.1.8).
const droppedBits = 64

// begin begins with the interval that is at the start of src (T.81 D.2.7).
func (a *arithDecoder) begin(src []byte) {
	a.bits.begin(src)
	a.bits.dropped = droppedBits
	a.width, a.even = 1<<16, fixed
}

// bit decodes a decision that is as probable as its opposite (T.81 F.1.4.2).
func (a *arithDecoder) bit() int { return a.decide(&a.even) }

// decide decodes a decision, 0 or 1 (T.81 figures D.17 to D.19 in one).
func (a *arithDecoder) decide(c *context) int {
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
		if width < size { // the parts have changed places (T.81 D.1.4)
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

// maxPasses is how often arithmetic scans may go through all coefficients of a component;
// encoders write three or four. Each decision about a coefficient takes time, and so few
// bits when it is always the same that a small file can ask for any number of them.
const maxPasses = 8

// spend counts the coefficients that s goes through. It reports whether they are within
// maxPasses.
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

// resetConditioning is what holds as long as a file does not say otherwise.
func (d *decoder) resetConditioning() {
	for i := range d.dcModels {
		d.dcModels[i].low, d.dcModels[i].high = 0, 1
		d.acModels[i].kx = 5
	}
}

// beginArith begins with the restart interval at the start of src, nothing learnt yet.
func (d *decoder) beginArith(s *scan, src []byte) {
	d.arith.begin(src)
	for i := range s.parts {
		c := &s.parts[i]
		c.kind = 0
		clear(c.dcModel.contexts[:])
		clear(c.acModel.contexts[:])
	}
}

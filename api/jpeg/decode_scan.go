package jpeg

import (
	"strconv"

	"framepost/api/frame"
)

// scan is one scan (T.81 A.2): its components, which are interleaved if there are several.
type scan struct {
	parts        []scanComponent
	across, down int // MCUs

	// For a progressive scan: the first and the last coefficient that it contains, and which of
	// their bits: those above high came in earlier scans, those below low come in later ones.
	first, last uint
	high, low   uint
}

// scanComponent is a component in a scan.
type scanComponent struct {
	index  int // among the picture's components
	h, v   int // blocks in an MCU
	dc, ac *huffDecoder

	// Of an arithmetic scan:
	dcModel *dcModel
	acModel *acModel
	kind    uint8 // of the previous DC difference

	quant  *[64]uint32
	pred   int32 // DC of the previous block
	plane  frame.Plane
	blocks *blocks
}

// decodeScan decodes a scan: body is its header, and src begins with its entropy-coded data.
// Restart intervals are independent, so damage affects only the interval that contains it.
func (d *decoder) decodeScan(body, src []byte) error {
	s := scan{parts: d.parts[:0]}
	if err := d.parseSOS(&s, body); err != nil {
		return err
	}
	if s.first > 0 && d.size == 1 {
		return nil // it contains nothing that is needed
	}
	if d.header.Arithmetic && !d.spend(&s) {
		return undecodable("the scans of the JPEG go through its coefficients more than " + strconv.Itoa(maxPasses) + " times")
	}
	total := s.across * s.down
	interval := d.interval
	if interval == 0 {
		interval = total
	}
	for mcu := 0; mcu < total; {
		for i := range s.parts {
			s.parts[i].pred = 0
		}
		d.begin(&s, src)
		end := min(mcu+interval, total)
		if d.header.Progressive {
			d.progressiveInterval(&s, mcu, end)
		} else {
			d.sequentialInterval(&s, mcu, end)
		}
		if mcu = end; mcu == total || d.ended {
			break
		}
		done := mcu / interval
		rest, lost, found := resync(d.bits.finish(), byte(done-1)&7, ceilDiv(total, interval)-done)
		if !found {
			d.skip(&s, mcu, total)
			break
		}
		end = mcu + lost*interval
		d.skip(&s, mcu, end)
		mcu, src = end, rest
	}
	for _, c := range s.parts {
		d.covered[c.index] = true
	}
	return nil
}

// begin begins to decode the restart interval at the start of src.
func (d *decoder) begin(s *scan, src []byte) {
	if d.header.Arithmetic {
		d.beginArith(s, src)
	} else {
		d.bits.begin(src)
	}
}

var (
	errSOS     = undecodable("a scan header (SOS) of the JPEG is damaged")
	errNoQuant = undecodable("a scan of the JPEG refers to a quantisation table that the file does not give")
)

// parseSOS reads a scan header (T.81 B.2.3). It leaves a sequential scan without MCUs if all
// its components have been decoded already.
func (d *decoder) parseSOS(s *scan, body []byte) error {
	if len(body) < 1 || len(body) < 4+2*int(body[0]) || body[0] < 1 || body[0] > 4 {
		return errSOS
	}
	fresh := d.header.Progressive
	taken := uint(0)
	n := 1 + 2*int(body[0])
	for sel := body[1:n]; len(sel) > 0; sel = sel[2:] {
		i := d.header.indexOf(sel[0], taken)
		dc, ac := sel[1]>>4, sel[1]&15
		if i < 0 || dc > 3 || ac > 3 {
			return errSOS
		}
		taken |= 1 << i
		c := &d.header.component[i]
		part := scanComponent{index: i, h: c.h, v: c.v, dc: d.huff[0][dc], ac: d.huff[1][ac],
			dcModel: &d.dcModels[dc], acModel: &d.acModels[ac],
			quant: &d.quant[c.quant], plane: d.planes[i], blocks: &d.blocks[i]}
		if !d.quants[c.quant] {
			return errNoQuant
		}
		fresh = fresh || !d.covered[i]
		s.parts = append(s.parts, part)
	}
	if d.header.Progressive {
		s.first, s.last, s.high, s.low = uint(body[n]), uint(body[n+1]), uint(body[n+2]>>4), uint(body[n+2]&15)
		if s.first > s.last || s.last > 63 || s.low > 13 || s.first == 0 && s.last > 0 || s.first > 0 && len(s.parts) > 1 {
			return errSOS
		}
	}
	if err := s.checkTables(d.header.Progressive); err != nil && !d.header.Arithmetic {
		return err
	}
	if fresh {
		d.layOut(s)
	}
	return nil
}

// checkTables returns an error if the file lacks a Huffman table that the scan needs.
func (s *scan) checkTables(progressive bool) error {
	for _, c := range s.parts {
		needsDC := !progressive || s.first == 0 && s.high == 0
		needsAC := !progressive || s.first > 0
		if needsDC && c.dc == nil || needsAC && c.ac == nil {
			return undecodable("a scan of the JPEG refers to a Huffman table that the file does not give")
		}
	}
	return nil
}

// layOut counts the MCUs. A scan of one component is not interleaved: each MCU is a block, and
// there are no blocks beyond the component's edge (T.81 A.2.2).
func (d *decoder) layOut(s *scan) {
	x, y := d.header.factors()
	s.across, s.down = ceilDiv(d.header.W, 8*x), ceilDiv(d.header.H, 8*y)
	if len(s.parts) == 1 {
		c := &s.parts[0]
		s.across, s.down = ceilDiv(d.header.W*c.h, 8*x), ceilDiv(d.header.H*c.v, 8*y)
		c.h, c.v = 1, 1
	}
}

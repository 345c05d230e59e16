package jpeg

import (
	"encoding/binary"

	"framepost/api/frame"
)

// scan is one scan (T.81 A.2): its components, interleaved when there are several.
type scan struct {
	parts        []scanComponent
	across, down int // MCUs
}

// scanComponent is a component's share in a scan.
type scanComponent struct {
	index  int // among the frame's components
	h, v   int // blocks in an MCU
	dc, ac *huffDecoder
	quant  *[64]uint32
	pred   int32 // DC of the block before
	plane  frame.Plane
}

// decodeScan decodes a scan: body is its header, src begins with its entropy-coded
// data. Each restart interval stands for itself, so damage ends with the interval it
// is in.
func (d *baseline) decodeScan(body, src []byte) error {
	var parts [3]scanComponent
	s, err := d.parseSOS(body, parts[:0])
	if err != nil || s.parts == nil {
		return err
	}
	total := s.across * s.down
	interval := d.interval
	if interval == 0 {
		interval = total
	}
	for mcu := 0; mcu < total; {
		d.bits.begin(src)
		end := min(mcu+interval, total)
		d.decodeInterval(&s, mcu, end)
		mcu = end
		src = d.bits.finish()
		if len(src) < 2 || src[1] < markerRST0 || src[1] > markerRST7 {
			d.greyMCUs(&s, mcu, total)
			break
		}
		// The markers count from 0 to 7: a gap tells how many intervals were lost.
		lost := (int(src[1]) - (mcu/interval - 1)) & 7
		if end = min(mcu+lost*interval, total); lost <= 3 {
			d.greyMCUs(&s, mcu, end)
			mcu = end
		}
		src = src[2:]
	}
	for _, c := range s.parts {
		d.covered[c.index] = true
	}
	return nil
}

var errSOS = undecodable("a scan header (SOS) of the JPEG is damaged")

// parseSOS reads a scan header (T.81 B.2.3). The scan has no parts when all its
// components are there already.
func (d *baseline) parseSOS(body []byte, parts []scanComponent) (scan, error) {
	if len(body) < 1 || len(body) < 1+2*int(body[0]) || body[0] > 3 {
		return scan{}, errSOS
	}
	fresh := false
	for sel := body[1 : 1+2*body[0]]; len(sel) > 0; sel = sel[2:] {
		i := d.indexOf(sel[0])
		dc, ac := sel[1]>>4, sel[1]&15
		if i < 0 || dc > 3 || ac > 3 {
			return scan{}, errSOS
		}
		for _, other := range parts {
			if other.index == i {
				return scan{}, errSOS
			}
		}
		c := &d.header.component[i]
		part := scanComponent{index: i, h: c.h, v: c.v, dc: d.huff[0][dc], ac: d.huff[1][ac],
			quant: &d.quant[c.quant], plane: d.planes[i]}
		if part.dc == nil || part.ac == nil || !d.quants[c.quant] {
			return scan{}, undecodable("a scan of the JPEG refers to a table that the file does not give")
		}
		fresh = fresh || !d.covered[i]
		parts = append(parts, part)
	}
	if !fresh {
		return scan{}, nil
	}
	s := scan{parts: parts}
	x, y := d.header.factors()
	s.across, s.down = ceilDiv(d.header.W, 8*x), ceilDiv(d.header.H, 8*y)
	if len(parts) == 1 { // not interleaved: block by block, and no blocks beyond the edge
		c := &parts[0]
		s.across, s.down = ceilDiv(d.header.W*c.h, 8*x), ceilDiv(d.header.H*c.v, 8*y)
		c.h, c.v = 1, 1
	}
	return s, nil
}

func (d *baseline) indexOf(id byte) int {
	for i, c := range d.header.components() {
		if c.id == id {
			return i
		}
	}
	return -1
}

// decodeInterval decodes the MCUs from mcu to end; those for which there is no data
// become grey.
func (d *baseline) decodeInterval(s *scan, mcu, end int) {
	for i := range s.parts {
		s.parts[i].pred = 0
	}
	x, y := mcu%s.across, mcu/s.across
	for ; mcu < end && d.decodeMCU(s, x, y); mcu++ {
		d.mcus++
		if x++; x == s.across {
			x, y = 0, y+1
		}
	}
	if d.waiting == 1 {
		d.to[1] = place{pix: d.spare[:], stride: 8}
		idcts[d.size](&d.coefs, &d.to)
		d.waiting = 0
	}
	d.greyMCUs(s, mcu, end)
}

// decodeMCU decodes one MCU. It reports whether all its bits were there.
func (d *baseline) decodeMCU(s *scan, x, y int) bool {
	for i := range s.parts {
		c := &s.parts[i]
		for by := range c.v {
			for bx := range c.h {
				coefs := d.coefs.half(d.waiting)
				end := d.bits.block(coefs, c)
				if d.bits.exhausted() {
					wipe(coefs)
					return false
				}
				d.put(coefs, end, d.place(c, x*c.h+bx, y*c.v+by))
			}
		}
	}
	return true
}

// place is where block x, y of c goes.
func (d *baseline) place(c *scanComponent, x, y int) place {
	return place{pix: c.plane.Pix[d.size*(y*c.plane.Stride+x):], stride: c.plane.Stride}
}

// put turns the coefficients of one half of the pair, of which end tells how many there
// are, into samples. A block of a DC alone is done at once, others wait until
// there are two.
func (d *baseline) put(coefs *[128]int16, end uint, to place) {
	if end == 1+pastEnd {
		to.fill(flat(coefs[0]), d.size)
		coefs[0] = 0
		return
	}
	d.to[d.waiting] = to
	if d.waiting++; d.waiting == len(d.to) {
		idcts[d.size](&d.coefs, &d.to)
		d.waiting = 0
	}
}

// wipe clears one block of a pair.
func wipe(c *[128]int16) {
	for y := 0; y < len(c); y += 16 {
		*(*[8]int16)(c[y:]) = [8]int16{}
	}
}

// fill sets size×size samples to v.
func (p place) fill(v byte, size int) {
	if size == 8 {
		row, s := uint64(v)*0x0101010101010101, p.stride
		binary.LittleEndian.PutUint64(p.pix, row)
		binary.LittleEndian.PutUint64(p.pix[s:], row)
		binary.LittleEndian.PutUint64(p.pix[2*s:], row)
		binary.LittleEndian.PutUint64(p.pix[3*s:], row)
		binary.LittleEndian.PutUint64(p.pix[4*s:], row)
		binary.LittleEndian.PutUint64(p.pix[5*s:], row)
		binary.LittleEndian.PutUint64(p.pix[6*s:], row)
		binary.LittleEndian.PutUint64(p.pix[7*s:], row)
		return
	}
	for y := range size {
		row := p.pix[y*p.stride:][:size]
		for x := range row {
			row[x] = v
		}
	}
}

func (d *baseline) greyMCUs(s *scan, mcu, end int) {
	for ; mcu < end; mcu++ {
		x, y := mcu%s.across, mcu/s.across
		for i := range s.parts {
			c := &s.parts[i]
			for by := range c.v {
				for bx := range c.h {
					d.place(c, x*c.h+bx, y*c.v+by).fill(128, d.size)
				}
			}
		}
	}
}

func ceilDiv(a, b int) int { return (a + b - 1) / b }

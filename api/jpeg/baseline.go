package jpeg

import "encoding/binary"

// sequentialInterval decodes the MCUs from mcu to end of a sequential scan straight into the
// planes. MCUs without data become grey.
func (d *decoder) sequentialInterval(s *scan, mcu, end int) {
	x, y := mcu%s.across, mcu/s.across
	for ; mcu < end && d.decodeMCU(s, x, y); mcu++ {
		d.mcus++
		if x++; x == s.across {
			if x, y = 0, y+1; d.stop() {
				break
			}
		}
	}
	d.flush()
	d.skip(s, mcu, end)
}

// decodeMCU decodes one MCU. It reports whether the data contained all of it.
func (d *decoder) decodeMCU(s *scan, x, y int) bool {
	for i := range s.parts {
		c := &s.parts[i]
		for by := range c.v {
			for bx := range c.h {
				coefs := d.coefs.half(d.waiting)
				end := d.block(coefs, c)
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

// block decodes the coefficients of a block as bitReader.block does.
func (d *decoder) block(coefs *[128]int16, c *scanComponent) (end uint) {
	if d.header.Arithmetic {
		return d.arith.block(coefs, c)
	}
	if d.size == 1 {
		d.bits.mean(coefs, c)
		return 1 + pastEnd
	}
	return d.bits.block(coefs, c)
}

// place returns the place of block x, y of c in its plane.
func (d *decoder) place(c *scanComponent, x, y int) place {
	return place{pix: c.plane.Pix[d.size*(y*c.plane.Stride+x):], stride: c.plane.Stride}
}

// put transforms the coefficients of one half of the pair to samples. end is the result of
// block. A block with only a DC coefficient is transformed at once; others wait until there are
// two.
func (d *decoder) put(coefs *[128]int16, end uint, to place) {
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

// flush transforms a block that is still waiting for a second one.
func (d *decoder) flush() {
	if d.waiting == 1 {
		d.to[1] = place{pix: d.spare[:], stride: 8}
		idcts[d.size](&d.coefs, &d.to)
		d.waiting = 0
	}
}

// skip makes the MCUs from mcu to end grey, because there are no data for them. In a
// progressive picture their coefficients are already 0.
func (d *decoder) skip(s *scan, mcu, end int) {
	for ; mcu < end && !d.header.Progressive; mcu++ {
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

// greyMissing makes components grey that no scan contains.
func (d *decoder) greyMissing() {
	for i, p := range d.planes {
		if d.covered[i] {
			continue
		}
		for j := range p.Pix {
			p.Pix[j] = 128
		}
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
	row, s := uint64(v)*0x0101010101010101, p.stride
	switch size {
	case 1:
		p.pix[0] = v
		return
	case 2:
		binary.LittleEndian.PutUint16(p.pix, uint16(row))
		binary.LittleEndian.PutUint16(p.pix[s:], uint16(row))
		return
	case 4:
		binary.LittleEndian.PutUint32(p.pix, uint32(row))
		binary.LittleEndian.PutUint32(p.pix[s:], uint32(row))
		binary.LittleEndian.PutUint32(p.pix[2*s:], uint32(row))
		binary.LittleEndian.PutUint32(p.pix[3*s:], uint32(row))
		return
	}
	binary.LittleEndian.PutUint64(p.pix, row)
	binary.LittleEndian.PutUint64(p.pix[s:], row)
	binary.LittleEndian.PutUint64(p.pix[2*s:], row)
	binary.LittleEndian.PutUint64(p.pix[3*s:], row)
	binary.LittleEndian.PutUint64(p.pix[4*s:], row)
	binary.LittleEndian.PutUint64(p.pix[5*s:], row)
	binary.LittleEndian.PutUint64(p.pix[6*s:], row)
	binary.LittleEndian.PutUint64(p.pix[7*s:], row)
}

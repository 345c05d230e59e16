package jpeg

import (
	"math/bits"

	"framepost/api/frame"
)

// A progressive picture (T.81 annex G) consists of scans. Each contains some coefficients of
// all blocks, or some of their bits, so all coefficients stay in memory until the last scan.
//
// The time for a scan is proportional to its data. Where the data end, the scan ends; and a few
// bytes that say that nothing changes in 32767 blocks cost one look at a word for each of them.
// A decoder that goes through the coefficients one by one would spend seconds on a small file
// of many such scans.

// progressiveInterval decodes the MCUs from mcu to end of a progressive scan.
func (d *decoder) progressiveInterval(s *scan, mcu, end int) {
	switch {
	case s.first == 0 && s.high == 0:
		d.dcInterval(s, mcu, end)
	case s.first == 0:
		d.dcRefineInterval(s, mcu, end)
	case s.high == 0:
		d.acInterval(s, mcu, end)
	default:
		d.acRefineInterval(s, mcu, end)
	}
}

// dcInterval decodes the high bits of DC coefficients, which are coded as a sequential
// scan codes them (T.81 G.1.2.1).
func (d *decoder) dcInterval(s *scan, mcu, end int) {
	x, y := mcu%s.across, mcu/s.across
	for ; mcu < end; mcu++ {
		for i := range s.parts {
			c := &s.parts[i]
			for by := range c.v {
				dc := c.blocks.row(x*c.h, y*c.v+by, c.h)
				for bx := range dc {
					diff := d.dcDiff(c)
					if d.bits.exhausted() {
						return
					}
					c.pred += diff
					dc[bx] = int16(c.pred << s.low)
				}
			}
		}
		d.mcus++
		if x++; x == s.across {
			if x, y = 0, y+1; d.stop() {
				return
			}
		}
	}
}

// dcRefineInterval adds a bit to each DC coefficient.
func (d *decoder) dcRefineInterval(s *scan, mcu, end int) {
	x, y := mcu%s.across, mcu/s.across
	for ; mcu < end; mcu++ {
		for i := range s.parts {
			c := &s.parts[i]
			for by := range c.v {
				dc := c.blocks.row(x*c.h, y*c.v+by, c.h)
				next := d.readBits(len(dc))
				if d.bits.exhausted() {
					return
				}
				for bx := range dc {
					dc[bx] |= int16(next>>(len(dc)-1-bx)&1) << s.low
				}
			}
		}
		d.mcus++
		if x++; x == s.across {
			if x, y = 0, y+1; d.stop() {
				return
			}
		}
	}
}

// acInterval decodes AC coefficients of one component for the first time (T.81
// G.1.2.2).
func (d *decoder) acInterval(s *scan, mcu, end int) {
	c := &s.parts[0]
	b := c.blocks
	x, y := mcu%s.across, mcu/s.across
	for mcu < end {
		at := y*b.across + x
		fresh, run := d.band(b, at, c, s)
		if d.bits.exhausted() {
			return
		}
		b.nonzero[at] |= fresh
		d.mcus++
		mcu += max(run, 1)
		if x++; run > 1 || x == s.across {
			row := y
			if x, y = mcu%s.across, mcu/s.across; y > row && d.stop() {
				return
			}
		}
	}
}

// acRefineInterval adds a bit to AC coefficients of one component (T.81 G.1.2.3): each
// coefficient that is not 0 has a correction bit, and between them are new ones of ±1.
func (d *decoder) acRefineInterval(s *scan, mcu, end int) {
	c := &s.parts[0]
	b := c.blocks
	band := s.band()
	run := 0 // number of blocks, including this one, that have no new coefficients
	x, y := mcu%s.across, mcu/s.across
	for ; mcu < end; mcu++ {
		at := y*b.across + x
		nonzero := &b.nonzero[at]
		switch {
		case run == 0:
			var fresh uint64
			fresh, run = d.refine(b, at, c, s)
			if !d.bits.exhausted() {
				*nonzero |= fresh
			}
		case *nonzero&band != 0:
			d.bits.correct(b.of(at), b.slots, *nonzero&band, s.low)
		}
		if d.bits.exhausted() {
			return
		}
		if run > 0 {
			run--
		}
		d.mcus++
		if x++; x == s.across {
			if x, y = 0, y+1; d.stop() {
				return
			}
		}
	}
}

// band returns the set of coefficients that s contains.
func (s *scan) band() uint64 { return 2<<s.last - 1<<s.first }

// finishProgressive transforms the coefficients to samples.
func (d *decoder) finishProgressive() {
	for i := range d.planes {
		c := scanComponent{plane: d.planes[i]}
		b := &d.blocks[i]
		quant := &d.quant[d.header.component[i].quant]
		if d.size == 1 {
			if d.stop() {
				return
			}
			b.means(c.plane, quant[0]>>8)
			continue
		}
		x, y := 0, 0
		for at, dc := range b.dc {
			coefs := d.coefs.half(d.waiting)
			coefs[0] = int16(int32(dc) * int32(quant[0]>>8))
			end := uint(1 + pastEnd)
			if rest := b.nonzero[at] & b.used; rest != 0 {
				dequantise(coefs, rest, b.of(at), b.slots, quant)
				end = 64
			}
			d.put(coefs, end, d.place(&c, x, y))
			if x++; x == b.across {
				if x, y = 0, y+1; d.stop() {
					d.flush()
					return
				}
			}
		}
	}
	d.flush()
}

// means writes one sample for each block: the mean of its samples, computed from the DC
// coefficient.
func (b *blocks) means(p frame.Plane, step uint32) {
	for y := range len(b.dc) / b.across {
		row := p.Pix[y*p.Stride:][:b.across]
		for x, dc := range b.row(0, y, b.across) {
			row[x] = flat(int16(int32(dc) * int32(step)))
		}
	}
}

// dequantise multiplies the coefficients of the set rest by their quantisation steps and stores
// them where a pair has them.
func dequantise(coefs *[128]int16, rest uint64, ac []int16, slots *[64]uint8, quant *[64]uint32) {
	for ; rest != 0; rest &= rest - 1 {
		k := bits.TrailingZeros64(rest)
		q := quant[k]
		coefs[q%128] = int16(int32(ac[slots[k]]) * int32(q>>8))
	}
}

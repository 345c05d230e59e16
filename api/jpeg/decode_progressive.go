package jpeg

import "math/bits"

// A progressive picture (T.81 annex G) comes in scans that each bring some coefficients
// of all blocks, or some of their bits, so all coefficients stay in memory until the last.
//
// A scan costs what its data pays for. Where the data ends, so does the scan; and a
// few bytes that say that nothing is new in 32767 blocks lead to one look at a word for
// each of them. A decoder that goes through the coefficients one by one spends seconds
// on a small file of many such scans.

// blocks is the coefficients of a component.
type blocks struct {
	across  int         // blocks in a row
	coefs   [][64]int16 // in the stream's order
	nonzero []uint64    // for each, bit k is set when coefficient k is not 0
}

// allBlocks is how many blocks the components have, filled up to whole MCUs.
func (h *Header) allBlocks() (n int) {
	for _, c := range h.components() {
		across, down := h.grid(c)
		n += across * down
	}
	return n
}

func (d *decoder) makeBlocks() {
	for i, c := range d.header.components() {
		across, down := d.header.grid(c)
		d.blocks[i] = blocks{across: across, coefs: make([][64]int16, across*down), nonzero: make([]uint64, across*down)}
	}
}

// at is the place of the block that is x across and y down.
func (b *blocks) at(x, y int) int { return y*b.across + x }

func (b *blocks) set(at int, k uint, v int32) {
	b.coefs[at][k] = int16(v)
	b.nonzero[at] |= 1 << k
}

// progressiveInterval decodes the MCUs from mcu to end of a progressive scan.
func (d *decoder) progressiveInterval(s *scan, mcu, end int) {
	switch {
	case s.first == 0:
		d.dcInterval(s, mcu, end)
	case s.high == 0:
		d.acInterval(s, mcu, end)
	default:
		d.acRefineInterval(s, mcu, end)
	}
}

// dcInterval decodes DC coefficients (T.81 G.1.2.1): their high bits as a sequential
// scan has them, then bit by bit.
func (d *decoder) dcInterval(s *scan, mcu, end int) {
	for ; mcu < end; mcu++ {
		x, y := mcu%s.across, mcu/s.across
		for i := range s.parts {
			c := &s.parts[i]
			for n := range c.h * c.v {
				at := c.blocks.at(x*c.h+n%c.h, y*c.v+n/c.h)
				dc := int32(c.blocks.coefs[at][0])
				if s.high == 0 {
					_, diff := d.bits.next(c.dc)
					c.pred += diff
					dc = c.pred << s.low
				} else {
					dc |= int32(d.bits.read(1)) << s.low
				}
				if d.bits.exhausted() {
					return
				}
				c.blocks.set(at, 0, dc)
			}
		}
		d.mcus++
	}
}

// acInterval decodes AC coefficients of one component for the first time (T.81
// G.1.2.2).
func (d *decoder) acInterval(s *scan, mcu, end int) {
	c := &s.parts[0]
	for mcu < end {
		at := c.blocks.at(mcu%s.across, mcu/s.across)
		run := 0 // blocks after this one that have none of them
		for k := s.first; k <= s.last; k++ {
			sym, v := d.bits.next(c.ac)
			if sym.run() >= pastEnd {
				run = d.endRun(sym) - 1
				break
			}
			if k += sym.run(); k <= s.last && v != 0 && !d.bits.exhausted() {
				c.blocks.set(at, k, v<<s.low)
			}
		}
		if d.bits.exhausted() {
			return
		}
		d.mcus++
		mcu += 1 + run
	}
}

// acRefineInterval adds a bit to AC coefficients of one component (T.81 G.1.2.3):
// those that are not 0 have a correction bit each, in between come new ones of ±1.
func (d *decoder) acRefineInterval(s *scan, mcu, end int) {
	c := &s.parts[0]
	run := 0 // blocks, this one included, that have no new ones
	for ; mcu < end; mcu++ {
		at := c.blocks.at(mcu%s.across, mcu/s.across)
		k := s.first
		for run == 0 && k <= s.last {
			sym, v := d.bits.next(c.ac)
			if sym.run() >= pastEnd {
				run = d.endRun(sym)
				break
			}
			k = d.correct(c.blocks, at, k, s, sym.run())
			if k <= s.last && v != 0 && !d.bits.exhausted() {
				c.blocks.set(at, k, v<<s.low)
			}
			k++
		}
		if run > 0 {
			d.correct(c.blocks, at, k, s, 64)
			run--
		}
		if d.bits.exhausted() {
			return
		}
		d.mcus++
	}
}

// endRun is how many blocks, this one included, an EOBn ends.
func (d *decoder) endRun(sym symbol) int {
	n := sym.run() - pastEnd
	return int(1<<n + d.bits.read(n))
}

// correct reads the correction bits of a block's coefficients from k on, until it is
// at a zero that has zeroes zeroes before it, whose place it gives, or past s.last.
func (d *decoder) correct(b *blocks, at int, k uint, s *scan, zeroes uint) uint {
	for {
		next := k + uint(bits.TrailingZeros64(b.nonzero[at]>>(k%64)))
		if next > s.last || next-k > zeroes {
			return min(k+zeroes, s.last+1)
		}
		zeroes -= next - k
		if d.bits.read(1) != 0 && !d.bits.exhausted() {
			if v := &b.coefs[at][next%64]; *v > 0 {
				*v += 1 << s.low
			} else {
				*v -= 1 << s.low
			}
		}
		k = next + 1
		if k > s.last {
			return k
		}
	}
}

// finishProgressive turns the coefficients into samples.
func (d *decoder) finishProgressive() {
	for i := range d.planes {
		c := scanComponent{plane: d.planes[i]}
		b := &d.blocks[i]
		quant := &d.quant[d.header.component[i].quant]
		for at, nonzero := range b.nonzero {
			coefs := d.coefs.half(d.waiting)
			coefs[0] = int16(int32(b.coefs[at][0]) * int32(quant[0]>>8))
			end := uint(1 + pastEnd)
			for rest := nonzero &^ 1; rest != 0; rest &= rest - 1 {
				k := bits.TrailingZeros64(rest)
				coefs[quant[k]%128] = int16(int32(b.coefs[at][k]) * int32(quant[k]>>8))
				end = 64
			}
			d.put(coefs, end, d.place(&c, at%b.across, at/b.across))
		}
	}
	d.flush()
}

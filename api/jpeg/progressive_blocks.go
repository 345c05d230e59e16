package jpeg

// blocks holds the coefficients of a component of a progressive picture, as many as its
// transform needs: no AC coefficients for a picture at 1/8 of its size, 24 of 63 at 1/4.
type blocks struct {
	across  int      // blocks in a row
	dc      []int16  // by block
	ac      []int16  // by block and slot
	nonzero []uint64 // by block: bit k is set when coefficient k is not 0
	*layout
}

// layout determines which AC coefficients are kept, and where.
type layout struct {
	stride int        // slots of a block
	slots  *[64]uint8 // by index in the stream's order; those that are not kept share one
	used   uint64     // bit k is set if coefficient k is kept
}

// layouts are the layouts by the samples per side that a block becomes. The transforms to 4 and
// 2 samples do not use some coefficients, see idct_scaled.go.
var layouts = [...]layout{
	1: {},
	2: newLayout(32, func(u, v int) bool { return (u == 0 || u%2 == 1) && (v == 0 || v%2 == 1) }),
	4: newLayout(64, func(u, v int) bool { return u != 4 && v != 4 }),
	8: newLayout(64, func(int, int) bool { return true }),
}

// newLayout keeps the coefficients of the horizontal frequency u and the vertical frequency v
// for which used returns true.
func newLayout(stride int, used func(u, v int) bool) layout {
	l := layout{stride: stride, slots: new([64]uint8)}
	next := uint8(0)
	for k := range 64 {
		l.slots[k] = uint8(stride - 1)
		if at := int(zigzag[k]); k > 0 && used(at%8, at/8) {
			l.slots[k] = next
			next++
			l.used |= 1 << k
		}
	}
	return l
}

// bytes returns the memory that a block takes.
func (l *layout) bytes() int {
	if l.stride == 0 {
		return 2
	}
	return 2 + 2*l.stride + 8
}

// of returns the AC coefficients of the block with index at.
func (b *blocks) of(at int) []int16 { return b.ac[at*b.stride:][:b.stride] }

// row returns the DC coefficients of n blocks, from column x of row y on.
func (b *blocks) row(x, y, n int) []int16 { return b.dc[y*b.across+x:][:n] }

// store is the memory for the blocks of all components. The decoder keeps it for the next
// picture.
type store struct {
	dc, ac  []int16
	nonzero []uint64
}

// maxKeptStore bounds the memory, in AC coefficients, that is kept for the next picture: that
// of 22 megapixels of 4:2:0 at full size.
const maxKeptStore = 32 << 20

// makeBlocks allocates the coefficients. The AC coefficients are not cleared, since nonzero
// says that they are 0.
func (d *decoder) makeBlocks() {
	l := &layouts[d.size]
	all, s := d.header.blocks(), &d.store
	s.dc = grown(s.dc, all)
	clear(s.dc)
	if l.stride > 0 {
		s.ac, s.nonzero = grown(s.ac, all*l.stride), grown(s.nonzero, all)
		clear(s.nonzero)
	}
	first := 0
	for i, c := range d.header.components() {
		across, down := d.header.grid(c)
		n := across * down
		d.blocks[i] = blocks{across: across, dc: s.dc[first:][:n], layout: l}
		if l.stride > 0 {
			d.blocks[i].ac = s.ac[first*l.stride:][:n*l.stride]
			d.blocks[i].nonzero = s.nonzero[first:][:n]
		}
		first += n
	}
}

// grown returns s with n elements, or a new slice if its capacity is too small.
func grown[E any](s []E, n int) []E {
	if cap(s) < n {
		return make([]E, n)
	}
	return s[:n]
}

// blocks returns the number of blocks of all components, rounded up to whole MCUs.
func (h *Header) blocks() (n int) {
	for _, c := range h.components() {
		across, down := h.grid(c)
		n += across * down
	}
	return n
}

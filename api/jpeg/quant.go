package jpeg

import "math/bits"

// quantiser divides the coefficients of one component. The transform leaves them
// scaled by 8 and as columns beside columns, so entry 8·u+v here is for horizontal
// frequency u and vertical frequency v.
//
// Round(|x| / 8q) is floor(n/d) with n = |x| + 4q and d = 8q. No coefficient of
// 8-bit samples is above 1024, so n < 2^14. With b = floor(log2(d)) and
// r = ceil(2^(15+b) / d), which is at most 2^15, floor(n·r / 2^(15+b)) is exactly
// floor(n/d), for the error n·(r·d - 2^(15+b)) is below 2^14 · 2^(b+1), one unit.
// Multiplying by r and then by 2^(17-b), each time keeping the upper 16 of 32 bits,
// stays in 16-bit lanes and shifts by those 15+b bits.
type quantiser struct {
	table [64]uint8  // q, row by row
	scale [64]uint32 // r · 2^(17-b): where 64 bits are at hand one product does

	// The same for vectors of two blocks, each row of eight twice.
	half, recip, shift [8][16]uint16
}

// set scales a table of Annex K as libjpeg does: quality 50 is the table itself,
// 100 all ones.
func (q *quantiser) set(base *[64]uint8, quality int) {
	quality = min(max(quality, 1), 100)
	percent := 200 - 2*quality
	if quality < 50 {
		percent = 5000 / quality
	}
	for i, v := range base {
		step := min(max((int(v)*percent+50)/100, 1), 255)
		q.table[i] = uint8(step)
		q.divisor(i%8, i/8, uint32(8*step))
	}
}

func (q *quantiser) divisor(u, v int, d uint32) {
	b := bits.Len32(d) - 1
	recip := (1<<(15+b) + d - 1) / d
	q.scale[8*u+v] = recip << (17 - b)
	for _, lane := range [2]int{v, 8 + v} {
		q.half[u][lane] = uint16(d / 2)
		q.recip[u][lane] = uint16(recip)
		q.shift[u][lane] = 1 << (17 - b)
	}
}

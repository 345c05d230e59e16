package kernel

// MeanBlocks writes to dst, which has a sample for each of a row of chroma, the mean of the
// luma that a chroma sample covers: step columns of the rows top and bottom, which are the
// same row where it covers only one. The last one may cover fewer columns.
func MeanBlocks(dst, top, bottom []byte, step int) {
	whole := len(top) / step
	switch step {
	case 1:
		for i := range dst[:whole] {
			dst[i] = byte((int(top[i]) + int(bottom[i]) + 1) / 2)
		}
	case 2:
		for i := range dst[:whole] {
			t, b := top[2*i:2*i+2:2*i+2], bottom[2*i:2*i+2:2*i+2]
			dst[i] = byte((int(t[0]) + int(t[1]) + int(b[0]) + int(b[1]) + 2) / 4)
		}
	default:
		for i := range dst[:whole] {
			dst[i] = mean(top[step*i:step*i+step], bottom[step*i:])
		}
	}
	if rest := step * whole; rest < len(top) {
		dst[whole] = mean(top[rest:], bottom[rest:])
	}
}

// mean returns the mean of two rows, as long as top.
func mean(top, bottom []byte) byte {
	sum := len(top)
	for i, v := range top {
		sum += int(v) + int(bottom[i])
	}
	return byte(sum / (2 * len(top)))
}

// Tone moves each sample of dst towards table's entry for the sample of by beside it, by a
// share of 0 to 256 in 1/256.
func Tone(dst, by []byte, table *[256]byte, share int) {
	for i, v := range dst {
		dst[i] = byte((int(v)*(256-share) + int(table[by[i]])*share + 128) >> 8)
	}
}

// Sum returns the sum of a row.
func Sum(row []byte) (sum int) {
	for _, v := range row {
		sum += int(v)
	}
	return sum
}

// Subtract subtracts from each sample of dst table's entry for the sample of by beside it,
// and limits the result to 0–255.
func Subtract(dst, by []byte, table *[256]int16) {
	for i, v := range dst {
		dst[i] = clamp(int32(v) - int32(table[by[i]]))
	}
}

// WeighChroma returns the sums of luma, Cb-128 and Cr-128 of a row, each times the weight of
// the luma.
func WeighChroma(luma, cb, cr []byte, weights *[256]int32) (y, b, r int64) {
	for i, v := range luma {
		w := int64(weights[v])
		y += w * int64(v)
		b += w * (int64(cb[i]) - 128)
		r += w * (int64(cr[i]) - 128)
	}
	return y, b, r
}

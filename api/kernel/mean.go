package kernel

// MeanBlocks sets each sample of dst, one for each chroma sample of a row, to the mean of the
// luma that the chroma sample covers: step columns of the rows top and bottom, which are the
// same row if it covers only one. The last sample may cover fewer columns.
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

// Tone moves each sample of dst towards the table's entry for the sample of by at the same
// index, by share/256 of the way, where share is 0 to 256.
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

// Subtract subtracts from each sample of dst the table's entry for the sample of by at the same
// index, and clamps the result to 0–255.
func Subtract(dst, by []byte, table *[256]int16) {
	for i, v := range dst {
		dst[i] = clamp(int32(v) - int32(table[by[i]]))
	}
}

// WeighChroma returns the sums of luma, Cb-128 and Cr-128 over a row, each times the weight of
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

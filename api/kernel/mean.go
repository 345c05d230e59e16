package kernel

// MeanBlocks fills dst, a row beside chroma samples, with the mean of the luma samples
// that each of them covers: step columns of the rows top and bottom, which are the same
// where a chroma sample covers one row. Columns beyond the right edge do not count.
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

// mean is that of two rows as long as top.
func mean(top, bottom []byte) byte {
	sum := len(top)
	for i, v := range top {
		sum += int(v) + int(bottom[i])
	}
	return byte(sum / (2 * len(top)))
}

// Tone moves each sample of dst by share, in 1/256, towards what table has for the sample
// of by beside it.
func Tone(dst, by []byte, table *[256]byte, share int) {
	for i, v := range dst {
		dst[i] = byte((int(v)*(256-share) + int(table[by[i]])*share + 128) >> 8)
	}
}

// Sum adds up a row.
func Sum(row []byte) (sum int) {
	for _, v := range row {
		sum += int(v)
	}
	return sum
}

// Subtract takes from each sample of dst what table has for the sample of by beside it.
func Subtract(dst, by []byte, table *[256]int16) {
	for i, v := range dst {
		dst[i] = clamp(int32(v) - int32(table[by[i]]))
	}
}

// WeighChroma adds up luma and chroma (around 0) of a row, each sample times the weight
// of its luma.
func WeighChroma(luma, cb, cr []byte, weights *[256]int32) (y, b, r int64) {
	for i, v := range luma {
		w := int64(weights[v])
		y += w * int64(v)
		b += w * (int64(cb[i]) - 128)
		r += w * (int64(cr[i]) - 128)
	}
	return y, b, r
}

package kernel

// AddNoise adds noise to a row, each value of noise (around 0) scaled by gain in 1/256.
func AddNoise(row []byte, noise []int8, gain int32) {
	for i, v := range row {
		row[i] = clamp(int32(v) + (int32(noise[i])*gain+128)>>8)
	}
}

package kernel

// AddNoise adds noise, times gain in 1/256, to each sample of a row and clamps the result to
// 0–255. noise is at least as long as row.
func AddNoise(row []byte, noise []int8, gain int32) {
	for i, v := range row {
		row[i] = clamp(int32(v) + (int32(noise[i])*gain+128)>>8)
	}
}

package kernel

// Noise is a template of noise. AddNoise takes it as a ring. It is small enough for the fastest
// cache of a CPU beside the row.
type Noise [1 << 14]int8

// AddNoise adds noise, times gain in 1/256, to each sample of a row and clamps the result to
// 0–255. Sample i of value v takes the noise at place + i + v·valueStep: by its value, so that
// another picture has other noise, and by nothing else of the picture.
func AddNoise(row []byte, noise *Noise, place int, gain int32) {
	at := uint(place)
	for i, v := range row {
		n := noise[(at+uint(v)*valueStep)%uint(len(noise))]
		row[i] = clamp(int32(v) + (int32(n)*gain+128)>>8)
		at++
	}
}

// valueStep is the length of a Noise by the golden ratio: no small multiple of it is near a multiple
// of that length (Knuth, "The Art of Computer Programming", volume 3, section 6.4). So samples near
// each other, whose values differ little, take their noise from places far apart.
const valueStep = 10125

package kernel

// across computes a row of the result from a row of the source, after which slack more bytes
// must be readable.
func (w *weights) across(dst, src []byte) {
	switch {
	case w.order == forward:
		copy(dst, src)
	case w.order == backward:
		reverse(dst, src[:len(dst)])
	case w.n == 1:
		pick(dst, src, w.taps)
	default:
		if done := acrossVector(dst, src, w); done < len(dst) {
			acrossPlain(dst[done:], src, w, done)
		}
	}
}

// acrossPlain computes the samples of a row from sample first on.
func acrossPlain(dst, src []byte, w *weights, first int) {
	taps := w.taps[first:]
	switch {
	case w.long != nil:
		acrossLong(dst, src, taps, w.long[first*w.n:], w.n)
	case w.n == 2:
		across2(dst, src, taps)
	default:
		across3(dst, src, taps)
	}
}

// pick copies the first sample of every tap.
func pick(dst, src []byte, taps []tap) {
	taps = taps[:len(dst)]
	for x := range taps {
		dst[x] = src[uint32(taps[x].first)]
	}
}

func across2(dst, src []byte, taps []tap) {
	taps = taps[:len(dst)]
	for x := range taps {
		t := &taps[x] // a copy of *t would be slower by a third
		i := uint(uint32(t.first))
		b, a := uint32(src[i+1]), uint32(src[i]) // in this order, one check serves both
		dst[x] = byte((a<<8 + (b-a)*uint32(t.w1) + 128) >> 8)
	}
}

func across3(dst, src []byte, taps []tap) {
	taps = taps[:len(dst)]
	for x := range taps {
		t := &taps[x]
		i := uint(uint32(t.first))
		c, b, a := uint32(src[i+2]), uint32(src[i+1]), uint32(src[i])
		dst[x] = byte((a<<8 + (b-a)*uint32(t.w1) + (c-a)*uint32(t.w2) + 128) >> 8)
	}
}

func acrossLong(dst, src []byte, taps []tap, long []int16, n int) {
	for x, t := range taps[:len(dst)] {
		s := src[t.first:][:n]
		sum := int32(1 << (longBits - 1))
		for k, v := range long[:len(s)] {
			sum += int32(v) * int32(s[k])
		}
		dst[x] = clamp(sum >> longBits)
		long = long[len(s):]
	}
}

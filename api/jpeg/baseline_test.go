package jpeg

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

func TestUnstuff(t *testing.T) {
	for _, c := range []struct {
		room     int
		src, dst []byte
		used     int
	}{
		{9, nil, nil, 0},
		{9, []byte{1, 2, 3}, []byte{1, 2, 3}, 3},
		{2, []byte{1, 2, 3}, []byte{1, 2}, 2},
		{9, []byte{1, 0xFF, 0, 2}, []byte{1, 0xFF, 2}, 4},
		{1, []byte{1, 0xFF, 0, 2}, []byte{1}, 1},
		{2, []byte{1, 0xFF, 0, 2}, []byte{1, 0xFF}, 3},
		{9, []byte{0xFF, 0, 0xFF, 0}, []byte{0xFF, 0xFF}, 4},
		{9, []byte{1, 0xFF, 0xD3, 2}, []byte{1}, 1},
		{9, []byte{1, 0xFF, 0xFF, 0xFF, 0xD9}, []byte{1}, 3},
		{9, []byte{1, 0xFF}, []byte{1}, 2},
		{9, []byte{1, 0xFF, 0x9F, 2}, []byte{1, 0xFF, 0x9F, 2}, 4},
	} {
		dst := make([]byte, c.room)
		n, used := unstuff(dst, c.src)
		if !bytes.Equal(dst[:n], c.dst) || used != c.used {
			t.Errorf("unstuff(% x) into %d bytes = % x, %d; want % x, %d", c.src, c.room, dst[:n], used, c.dst, c.used)
		}
	}
}

// TestBitReader reads more bits than the window holds, with every second byte stuffed, in steps
// that divide neither.
func TestBitReader(t *testing.T) {
	const length = 3 * windowSize
	var src []byte
	for i := range length {
		if i%2 == 0 {
			src = append(src, 0xFF, 0)
		} else {
			src = append(src, byte(i)&0x7F)
		}
	}
	src = append(src, 0xFF, markerRST0)
	var r bitReader
	r.begin(src)
	bit := func(i int) uint {
		b := byte(0xFF)
		if i/8%2 != 0 {
			b = byte(i/8) & 0x7F
		}
		return uint(b>>(7-i%8)) & 1
	}
	for i := 0; i+13 <= 8*length; i += 13 {
		want := uint(0)
		for j := range 13 {
			want = want<<1 | bit(i+j)
		}
		if got := r.read(13); got != want || r.exhausted() {
			t.Fatalf("bits %d to %d: %b, want %b; exhausted %v", i, i+12, got, want, r.exhausted())
		}
	}
	if r.read(13); !r.exhausted() {
		t.Error("not exhausted after the last bit")
	}
	if rest := r.finish(); !bytes.Equal(rest, []byte{0xFF, markerRST0}) {
		t.Errorf("% x comes after it", rest)
	}
}

// TestMean checks that mean skips the same bits that block decodes: random bits, with the
// typical tables and with one whose codes are short and go past the end of a block.
func TestMean(t *testing.T) {
	short := new(huffDecoder)
	short.build(huffSpec{counts: [16]uint8{1, 0, 1, 2, 3, 4}, values: []uint8{0xF0, 0x00, 0x51, 0xF1, 0x01, 0xE2, 0x0F, 0x21, 0x11, 0x31, 0x41}}, 1)
	short.buildTwo()
	var steps [64]uint32
	for k, at := range zigzag {
		steps[k] = 1<<8 | uint32(at/8*16+at%8)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, ac := range []*huffDecoder{&typical()[1][0], &typical()[1][1], short} {
		for range 20 {
			src := make([]byte, 3*windowSize)
			for i := range src {
				src[i] = byte(r.UintN(255))
			}
			read := func(r *bitReader) int { return 8*(len(src)-len(r.src)-r.end+r.pos) - int(r.n) }
			var whole, mean bitReader
			whole.begin(src)
			mean.begin(src)
			a := scanComponent{dc: &typical()[0][0], ac: ac, quant: &steps}
			b := a
			for block := 0; !whole.exhausted(); block++ {
				var coefs, dc [128]int16
				whole.block(&coefs, &a)
				mean.mean(&dc, &b)
				if dc[0] != coefs[0] || a.pred != b.pred || read(&mean) != read(&whole) {
					t.Fatalf("block %d: DC %d, want %d; bit %d, want %d", block, dc[0], coefs[0], read(&mean), read(&whole))
				}
			}
		}
	}
}

package jpeg

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

func TestCodes(t *testing.T) {
	luma, chroma := classes[0].upTo(1023), classes[1].upTo(1023)
	for _, c := range []struct {
		got  code
		want string
	}{
		// From tables K.3 to K.6, with magnitude bits after them.
		{luma.first(0), "00"},
		{luma.first(1), "010" + "1"},
		{luma.first(-1), "010" + "0"},
		{luma.first(-3), "011" + "00"},
		{luma.first(2047), "111111110" + "11111111111"},
		{chroma.first(-2040), "11111111110" + "00000000111"},
		{luma.next(1, 1), "00" + "1"},
		{luma.next(1, -1), "00" + "0"},
		{luma.next(2, -2), "11011" + "01"},
		{luma.next(16, 1), "1111111111110101" + "1"},
		{luma.next(16, 1023), "1111111111111110" + "1111111111"},
		{luma.next(1, -1020), "1111111110000011" + "0000000011"},
		{chroma.next(3, 3), "11110111" + "11"},
		{luma.endOfBlock, "1010"},
		{luma.sixteenZeros, "11111111001"},
		{chroma.endOfBlock, "00"},
		{chroma.sixteenZeros, "1111111010"},
	} {
		if got := fmt.Sprintf("%0*b", int(c.got&63), c.got>>6); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

// Codes that are made in several steps are those that are made at once, and nothing else is made.
func TestCodesUpTo(t *testing.T) {
	once := &class{dc: &lumaDC, ac: &lumaAC}
	all := once.upTo(1023)
	c := &class{dc: &lumaDC, ac: &lumaAC}
	for _, most := range []int{3, 2, 340, 340, 1023} {
		got, made := c.upTo(most), c.made
		for v := -1023; v <= 1023; v++ {
			for step := 1; step <= 16; step++ {
				want := all.next(step, v)
				if v == 0 || v > made || v < -made {
					want = 0
				}
				if got.next(step, v) != want {
					t.Fatalf("up to %d: the code of %d after %d is %x, want %x", most, v, step, got.next(step, v), want)
				}
			}
		}
		if got.dc != all.dc || got.endOfBlock != all.endOfBlock || got.sixteenZeros != all.sixteenZeros {
			t.Errorf("up to %d: other codes than all at once", most)
		}
	}
}

func TestStuff(t *testing.T) {
	dst := make([]byte, 64)
	n := stuff(dst, []byte{0xFF, 1, 2, 0xFF, 0xFF, 0xFE, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0x80, 0xFF})
	want := []byte{0xFF, 0, 1, 2, 0xFF, 0, 0xFF, 0, 0xFE, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0x80, 0xFF, 0}
	if !bytes.Equal(dst[:n], want) {
		t.Errorf("% x, want % x", dst[:n], want)
	}

	r := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		src := make([]byte, r.IntN(40))
		for i := range src {
			src[i] = byte(r.UintN(256)) | byte(r.UintN(8)/7*0xFF)
		}
		dst := make([]byte, 2*len(src))
		want := bytes.ReplaceAll(src, []byte{0xFF}, []byte{0xFF, 0})
		if got := dst[:stuff(dst, src)]; !bytes.Equal(got, want) {
			t.Fatalf("% x became % x", src, got)
		}
	}
}

// An encoder uses codes while another one, of a better quality, has more of them made. (The race
// detector is what fails.)
func TestCodesWhileMoreAreMade(t *testing.T) {
	c := class{dc: &lumaDC, ac: &lumaAC}
	few := c.upTo(10)
	made := make(chan struct{})
	go func() {
		defer close(made)
		c.upTo(1023)
	}()
	if few.endOfBlock == 0 || few.sixteenZeros == 0 || few.next(1, 10) == 0 || few.next(16, -10) == 0 {
		t.Error("a code is missing")
	}
	<-made
}

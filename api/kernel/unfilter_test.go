package kernel

import (
	"bytes"
	"strconv"
	"testing"
)

// The numbers of a pixel of one byte and of one of two, by the formulas of the
// specification's table 9-1.
func TestUnfilter(t *testing.T) {
	above := []byte{10, 20, 30, 200}
	src := []byte{1, 2, 250, 100}
	for _, test := range []struct {
		filter byte
		pixel  int
		want   []byte
	}{
		{FilterNone, 1, []byte{1, 2, 250, 100}},
		{FilterSub, 1, []byte{1, 3, 253, 97}},
		{FilterSub, 2, []byte{1, 2, 251, 102}},
		{FilterUp, 1, []byte{11, 22, 24, 44}},
		{FilterAverage, 1, []byte{6, 15, 16, 208}},
		{FilterAverage, 2, []byte{6, 12, 12, 206}},
		{FilterPaeth, 1, []byte{11, 22, 24, 44}},
		{FilterPaeth, 2, []byte{11, 22, 24, 44}},
	} {
		got := make([]byte, 4)
		if Unfilter(test.filter, got, src, above, test.pixel); !bytes.Equal(got, test.want) {
			t.Errorf("filter %d, %d bytes a pixel: %v; want %v", test.filter, test.pixel, got, test.want)
		}
	}
}

// Each possible prediction, against the distances of the specification's section 9.4.
func TestPaeth(t *testing.T) {
	distance := func(a, b int) int { return max(a-b, b-a) }
	for a := 0; a < 256; a += 3 {
		for b := 0; b < 256; b += 3 {
			for c := 0; c < 256; c++ {
				p, want := a+b-c, a
				if distance(p, b) < distance(p, want) {
					want = b
				}
				if distance(p, c) < distance(p, want) {
					want = c
				}
				if got := paeth(a, b, c); int(got) != want {
					t.Fatalf("left %d, above %d, corner %d: %d; want %d", a, b, c, got, want)
				}
			}
		}
	}
}

func TestAddPairs(t *testing.T) {
	sums := []uint16{0, 100, 1}
	AddPairs(sums, []byte{1, 2, 255, 255, 7})
	if sums[0] != 3 || sums[1] != 610 || sums[2] != 15 {
		t.Error(sums)
	}
	dst := make([]byte, 2)
	TileMeans(dst, []uint16{2 * 10, 2*10 + 5, 4 * 9}, 2, 2)
	if dst[0] != 6 || dst[1] != 9 { // 45 in 8, and of the tile that is cut 36 in 4
		t.Error(dst)
	}
}

func TestRGBToRGBA(t *testing.T) {
	for n := range 100 {
		src, got := noise(3*n, n), make([]byte, 4*n)
		RGBToRGBA(got, src)
		for i := range n {
			if want := append(bytes.Clone(src[3*i:3*i+3]), 255); !bytes.Equal(got[4*i:4*i+4], want) {
				t.Fatalf("pixel %d of %d: %v; want %v", i, n, got[4*i:4*i+4], want)
			}
		}
	}
}

func TestOnWhite(t *testing.T) {
	for alpha := range 256 {
		for v := range 256 {
			pixel := []byte{byte(v), 0, byte(255 - v), byte(alpha)}
			want := []byte{onWhite(v, alpha), onWhite(0, alpha), onWhite(255-v, alpha), 255}
			if OnWhite(pixel); !bytes.Equal(pixel, want) {
				t.Fatalf("%d with alpha %d: %v; want %v", v, alpha, pixel, want)
			}
		}
	}
}

func onWhite(v, alpha int) byte {
	return byte((float64(v)*float64(alpha)+255*float64(255-alpha))/255 + 0.5)
}

func BenchmarkUnfilter(b *testing.B) {
	const n = 1920
	for _, pixel := range []int{3, 4} {
		src, above, dst := noise(n*pixel, 1), noise(n*pixel, 2), make([]byte, n*pixel)
		for filter, name := range []string{"none", "sub", "up", "average", "paeth"} {
			b.Run(name+"/"+strconv.Itoa(pixel), func(b *testing.B) {
				b.SetBytes(int64(n * pixel))
				b.ReportAllocs()
				for b.Loop() {
					Unfilter(byte(filter), dst, src, above, pixel)
				}
			})
		}
	}
}

func BenchmarkPixels(b *testing.B) {
	const n = 1920
	rgb, rgba, sums, means := noise(3*n, 1), noise(4*n, 2), make([]uint16, n/2), make([]byte, n/2)
	for name, f := range map[string]func(){
		"RGBToRGBA": func() { RGBToRGBA(rgba, rgb) },
		"OnWhite":   func() { rgba[3] = 0; OnWhite(rgba) },
		"AddPairs":  func() { AddPairs(sums, rgb[:n]) },
		"TileMeans": func() { TileMeans(means, sums, 1, 2) },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(n)
			b.ReportAllocs()
			for b.Loop() {
				f()
			}
		})
	}
}

package kernel

import (
	"bytes"
	"strconv"
	"testing"
)

// The rows of TestUnfilter, the other way round. The sums are of bytes as signed numbers.
func TestFilterRow(t *testing.T) {
	above := []byte{10, 20, 30, 200}
	for _, test := range []struct {
		filter byte
		pixel  int
		src    []byte
		want   []byte
		sum    int
	}{
		{FilterSub, 1, []byte{1, 3, 253, 97}, []byte{1, 2, 250, 100}, 1 + 2 + 6 + 100},
		{FilterSub, 2, []byte{1, 2, 251, 102}, []byte{1, 2, 250, 100}, 1 + 2 + 6 + 100},
		{FilterUp, 1, []byte{11, 22, 24, 44}, []byte{1, 2, 250, 100}, 1 + 2 + 6 + 100},
		{FilterPaeth, 1, []byte{11, 22, 24, 44}, []byte{1, 2, 250, 100}, 1 + 2 + 6 + 100},
		{FilterPaeth, 2, []byte{11, 22, 24, 44}, []byte{1, 2, 250, 100}, 1 + 2 + 6 + 100},
		{FilterUp, 1, []byte{138, 20, 30, 200}, []byte{128, 0, 0, 0}, 128},
	} {
		got := make([]byte, 4)
		if sum := FilterRow(test.filter, got, test.src, above, test.pixel); !bytes.Equal(got, test.want) || sum != test.sum {
			t.Errorf("filter %d, %d bytes a pixel: %v, sum %d; want %v, sum %d", test.filter, test.pixel, got, sum, test.want, test.sum)
		}
	}
}

func TestUnfilterUndoesFilterRow(t *testing.T) {
	for _, pixel := range []int{1, 3} {
		for n := range 100 {
			src, above := noise(n*pixel, n), noise(n*pixel, n+1)
			for _, filter := range []byte{FilterSub, FilterUp, FilterPaeth} {
				filtered, got := make([]byte, n*pixel), make([]byte, n*pixel)
				FilterRow(filter, filtered, src, above, pixel)
				if Unfilter(filter, got, filtered, above, pixel); !bytes.Equal(got, src) {
					t.Fatalf("filter %d, %d pixels of %d bytes: %v; want %v", filter, n, pixel, got, src)
				}
			}
		}
	}
}

func BenchmarkFilterRow(b *testing.B) {
	src, above, dst := noise(1920, 1), noise(1920, 2), make([]byte, 1920)
	for _, filter := range []byte{FilterSub, FilterUp, FilterPaeth} {
		b.Run(strconv.Itoa(int(filter)), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(1920)
			for b.Loop() {
				FilterRow(filter, dst, src, above, 3)
			}
		})
	}
}

package kernel

import (
	"math/rand/v2"
	"testing"
)

func TestHistogram(t *testing.T) {
	var h Histogram
	h.Add([]byte{0, 255, 7, 7, 7})
	h.Add(nil)
	h.Add([]byte{7})
	counts := h.Counts()
	if counts[0] != 1 || counts[255] != 1 || counts[7] != 4 || counts[8] != 0 {
		t.Errorf("got %v", counts)
	}
}

func TestHistogramIsCounting(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var h Histogram
	var want [256]int
	for n := range 100 {
		row := make([]byte, n)
		for i := range row {
			row[i] = byte(rnd.Uint32())
			want[row[i]]++
		}
		h.Add(row)
	}
	if got := h.Counts(); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func BenchmarkHistogram(b *testing.B) {
	row := make([]byte, 640*480)
	for i := range row {
		row[i] = byte(i / 37)
	}
	b.SetBytes(int64(len(row)))
	b.ReportAllocs()
	for b.Loop() {
		var h Histogram
		h.Add(row)
		h.Counts()
	}
}

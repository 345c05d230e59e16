package ops

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/filter/planes"
	"framepost/api/frame"
)

func TestPixelateLiterals(t *testing.T) {
	tests := []struct {
		chain string
		want  [][]byte
	}{
		{"pixelate:1", [][]byte{{10, 20, 30, 40, 50}, {0, 0, 0, 0, 0}, {9, 9, 9, 9, 9}}},
		{"pixelate:2", [][]byte{{8, 8, 18, 18, 25}, {8, 8, 18, 18, 25}, {9, 9, 9, 9, 9}}},
		{"pixelate:256", [][]byte{{13, 13, 13, 13, 13}, {13, 13, 13, 13, 13}, {13, 13, 13, 13, 13}}},
	}
	for _, test := range tests {
		f := filtertest.Grey([]byte{10, 20, 30, 40, 50}, []byte{0, 0, 0, 0, 0}, []byte{9, 9, 9, 9, 9})
		for y, row := range filtertest.Rows(apply(t, test.chain, f), 0) {
			if !bytes.Equal(row, test.want[y]) {
				t.Errorf("%s: row %d is %v, want %v", test.chain, y, row, test.want[y])
			}
		}
	}
}

// TestPixelateIsMean compares with the mean of each square, on all planes, for squares at whose
// edges chroma samples are shared.
func TestPixelateIsMean(t *testing.T) {
	for _, s := range filtertest.Samplings {
		in, out := filtertest.Picture(50, 31, s), apply(t, "pixelate:12", filtertest.Picture(50, 31, s))
		for i, p := range in.Planes() {
			nx, ny := 12, 12
			if i > 0 {
				stepX, stepY := s.Step()
				nx, ny = 12/stepX, 12/stepY
			}
			for y, row := range filtertest.Rows(out, i) {
				for x, got := range row {
					sum, n := 0, 0
					for v := y / ny * ny; v < min(y/ny*ny+ny, p.H); v++ {
						for u := x / nx * nx; u < min(x/nx*nx+nx, p.W); u++ {
							sum, n = sum+int(p.Row(v)[u]), n+1
						}
					}
					if want := byte((sum + n/2) / n); got != want {
						t.Fatalf("sampling %d, plane %d at %d, %d: got %d, want %d", s, i, x, y, got, want)
					}
				}
			}
		}
	}
}

func TestEdges(t *testing.T) {
	tests := []struct {
		n, size, step int
		want          []int
	}{
		{5, 2, 1, []int{0, 2, 4, 5}},
		{1, 9, 1, []int{0, 1}},
		{5, 3, 2, []int{0, 2, 3, 5}}, // edges at 1.5 and 4.5 samples
		{3, 1, 4, []int{0, 1, 2, 3}},
	}
	for _, test := range tests {
		if got := edges(test.n, test.size, test.step); !slices.Equal(got, test.want) {
			t.Errorf("edges(%d, %d, %d) = %v, want %v", test.n, test.size, test.step, got, test.want)
		}
	}
}

func TestVignetteLiterals(t *testing.T) {
	white := bytes.Repeat([]byte{200}, 5)
	tests := []struct {
		chain string
		want  []byte // the row in the middle of five
	}{
		{"vignette:0", []byte{200, 200, 200, 200, 200}},
		{"vignette:100", []byte{180, 199, 200, 199, 180}}, // 200·(1 - (0.8²/2)²), 200·(1 - (0.4²/2)²)
		{"vignette:50", []byte{190, 199, 200, 199, 190}},
	}
	for _, test := range tests {
		f := apply(t, test.chain, filtertest.Grey(slices.Repeat([][]byte{bytes.Clone(white)}, 5)...))
		if got := filtertest.Rows(f, 0)[2]; filtertest.Furthest(got, test.want) > 1 {
			t.Errorf("%s: got %v, want %v", test.chain, got, test.want)
		}
	}
}

func TestVignetteIsDefinition(t *testing.T) {
	for _, s := range filtertest.Samplings {
		in, out := filtertest.Picture(37, 24, s), apply(t, "vignette:70", filtertest.Picture(37, 24, s))
		for i, p := range in.Planes() {
			middle := 0.0
			if i > 0 {
				middle = planes.Neutral
			}
			for y, row := range filtertest.Rows(out, i) {
				for x, got := range row {
					dx := (float64(2*x+1) - float64(p.W)) / float64(p.W)
					dy := (float64(2*y+1) - float64(p.H)) / float64(p.H)
					keep := 1 - 0.7*math.Pow((dx*dx+dy*dy)/2, 2)
					want := middle + (float64(p.Row(y)[x])-middle)*keep
					if math.Abs(float64(got)-want) > 1 {
						t.Fatalf("sampling %d, plane %d at %d, %d: got %d, want %.2f", s, i, x, y, got, want)
					}
				}
			}
		}
	}
}

// TestGrainIsNoise measures the added noise: its mean is 0, its deviation is the one asked for,
// neighbours are uncorrelated, and other pictures get other noise.
func TestGrainIsNoise(t *testing.T) {
	flat := func(v byte) *frame.Frame {
		return filtertest.Grey(slices.Repeat([][]byte{bytes.Repeat([]byte{v}, 400)}, 300)...)
	}
	grain := func(f *frame.Frame, v byte) (noise []float64) {
		for _, row := range filtertest.Rows(apply(t, "grain:10", f), 0) {
			for _, got := range row {
				noise = append(noise, float64(got)-float64(v))
			}
		}
		return noise
	}
	first, other := grain(flat(128), 128), grain(flat(129), 129)
	var sum, squares, beside, between float64
	for i, v := range first {
		sum += v
		squares += v * v
		beside += v * first[max(i-1, 0)]
		between += v * other[i]
	}
	n := float64(len(first))
	deviation := math.Sqrt(squares / n)
	if mean := sum / n; math.Abs(mean) > 0.5 {
		t.Errorf("the mean is %.2f", mean)
	}
	if math.Abs(deviation-12.75) > 0.4 { // 10 % of 127.5
		t.Errorf("the deviation is %.2f, want 12.75", deviation)
	}
	if likeness := beside / squares; math.Abs(likeness) > 0.03 {
		t.Errorf("neighbours are alike by %.3f", likeness)
	}
	if likeness := between / squares; math.Abs(likeness) > 0.03 {
		t.Errorf("two pictures have the same grain: alike by %.3f", likeness)
	}
}

package ops

import (
	"bytes"
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/frame"
	"framepost/api/kernel"
)

func TestEdgesLiterals(t *testing.T) {
	tests := []struct {
		chain string
		want  []byte
	}{
		{"sobel", []byte{0, 40, 40, 0, 0, 80, 80, 0}},
		{"laplacian:100:0", []byte{0, 10, 10, 0, 0, 20, 20, 0}},
		{"laplacian:250:0", []byte{0, 25, 25, 0, 0, 50, 50, 0}},
		{"canny:30:40:0", []byte{0, 0, 0, 0, 0, 255, 0, 0}},
		{"canny:30:60:0", []byte{0, 0, 0, 0, 0, 255, 0, 0}},
		{"canny:30:90:0", []byte{0, 0, 0, 0, 0, 0, 0, 0}},
		{"emboss:90", []byte{128, 138, 138, 128, 128, 108, 108, 128}},
		{"emboss:-90:50", []byte{128, 123, 123, 128, 128, 138, 138, 128}},
		{"emboss:0", []byte{128, 128, 128, 128, 128, 128, 128, 128}},
	}
	for _, test := range tests {
		row := []byte{10, 10, 20, 20, 20, 20, 0, 0}
		for y, got := range filtertest.Rows(apply(t, test.chain, filtertest.Grey(row, row, row)), 0) {
			if !bytes.Equal(got, test.want) {
				t.Errorf("%s: row %d is %v, want %v", test.chain, y, got, test.want)
			}
		}
	}
}

func TestEdgesAreGrey(t *testing.T) {
	for _, chain := range []string{"sobel", "laplacian", "canny", "emboss"} {
		if f := apply(t, chain, filtertest.Picture(40, 30, frame.YUV420)); f.Sampling() != frame.Gray {
			t.Errorf("%s leaves colours", chain)
		}
	}
}

// TestMatricesFit checks that every allowed argument makes a kernel that kernel.Matrix accepts.
func TestMatricesFit(t *testing.T) {
	fits := func(name string, m kernel.Matrix) {
		sum := 0
		for _, w := range m.Weights {
			sum += int(max(w, -w))
		}
		if sum > 128 {
			t.Errorf("%s: the weights' magnitudes add up to %d", name, sum)
		}
	}
	for angle := -360.0; angle <= 360; angle += 0.5 {
		fits("emboss", relief(angle, 3))
	}
	for gain := 0.0; gain <= 8; gain += 0.5 {
		fits("laplacian", laplace(gain))
	}
}

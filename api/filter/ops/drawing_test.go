package ops

import (
	"bytes"
	"slices"
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/filter/planes"
	"framepost/api/frame"
)

// TestSketchLiterals draws a step: flat areas are white, and the line is on the step's dark side.
func TestSketchLiterals(t *testing.T) {
	row := []byte{200, 200, 200, 200, 100, 100, 100, 100}
	for y, got := range filtertest.Rows(apply(t, "sketch:1:100", filtertest.Grey(row, row, row)), 0) {
		// A Gaussian of 1 px has 14, 62, 102, 62, 14 and 1 of 256.
		if want := []byte{255, 255, 255, 255, 195, 241, 254, 255}; filtertest.Furthest(got, want) > 3 {
			t.Errorf("row %d is %v, want about %v", y, got, want)
		}
	}
	for _, level := range []byte{0, 1, 90, 255} {
		flat := bytes.Repeat([]byte{level}, 9)
		if got := filtertest.Rows(apply(t, "sketch", filtertest.Grey(flat, flat)), 0)[1]; slices.Min(got) != 255 {
			t.Errorf("a picture of %d becomes %v", level, got)
		}
	}
}

func TestSketchIsPressed(t *testing.T) {
	once := apply(t, "sketch:4:100", filtertest.Picture(60, 40, frame.Gray))
	twice := apply(t, "sketch:4:200", filtertest.Picture(60, 40, frame.Gray))
	for y, row := range filtertest.Rows(once, 0) {
		for x, v := range row {
			if got, want := int(filtertest.Rows(twice, 0)[y][x]), max(255-2*(255-int(v)), 0); got != want {
				t.Fatalf("sample %d, %d is %d, not %d", x, y, got, want)
			}
		}
	}
}

func TestCartoonLiterals(t *testing.T) {
	flat := func(y, cb, cr byte) *frame.Frame {
		f := frame.New(8, 8, frame.YUV420)
		for i, p := range f.Planes() {
			for row := range p.H {
				planes.FillRow(p.Row(row), []byte{y, cb, cr}[i])
			}
		}
		return f
	}
	tests := []struct {
		chain     string
		y, cb, cr byte
		want      [3]byte
	}{
		{"cartoon:2:100:100", 100, 120, 140, [3]byte{38, 120, 140}}, // towards black: 127.5·(1 - tanh 0.86)
		{"cartoon:2", 255, 128, 128, [3]byte{255, 128, 128}},
		{"cartoon:6:100:200", 51, 120, 140, [3]byte{51, 112, 152}}, // a shade stays
		{"cartoon:6:100:0", 102, 20, 240, [3]byte{102, 128, 128}},
	}
	for _, test := range tests {
		for i, p := range apply(t, test.chain, flat(test.y, test.cb, test.cr)).Planes() {
			for y := range p.H {
				if row := p.Row(y); slices.Min(row) != test.want[i] || slices.Max(row) != test.want[i] {
					t.Errorf("%s: row %d of plane %d is %v, want %d", test.chain, y, i, row, test.want[i])
				}
			}
		}
	}
}

// TestCartoonInks has a step, which gets a line on its dark side.
func TestCartoonInks(t *testing.T) {
	row := slices.Concat(bytes.Repeat([]byte{204}, 20), bytes.Repeat([]byte{102}, 20))
	lines := slices.Repeat([][]byte{row}, 20)
	inked, bare := filtertest.Rows(apply(t, "cartoon:6:400", filtertest.Grey(lines...)), 0)[9], filtertest.Rows(apply(t, "cartoon:6:0", filtertest.Grey(lines...)), 0)[9]
	if inked[20] > bare[20]/2 {
		t.Errorf("no line: %v", inked)
	}
	if inked[5] != bare[5] || inked[35] != bare[35] || inked[18] != bare[18] {
		t.Errorf("ink where there is no edge: %v, without %v", inked, bare)
	}
}

func TestSoftStepsClimb(t *testing.T) {
	for n := 2; n <= 16; n++ {
		var table [256]byte
		softSteps(&table, n)
		if !slices.IsSorted(table[:]) || table[0] != 0 || table[255] != 255 {
			t.Errorf("%d shades: %v", n, table)
		}
	}
}

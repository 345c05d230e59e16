package ops

import (
	"image"
	"strings"
	"testing"
	"time"

	"framepost/api/filter/filtertest"
	"framepost/api/filter/paint"
	"framepost/api/frame"
)

// ink is the box around the samples of luma over 128, which is where white was written on
// black.
func ink(f *frame.Frame) (box image.Rectangle) {
	for y, row := range filtertest.Rows(f, 0) {
		for x, v := range row {
			if v > 128 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

func TestTextPositions(t *testing.T) {
	const w, h = 320, 240
	for _, position := range paint.Positions {
		box := ink(apply(t, "text:Hello:"+position+":24", filtertest.Flat(w, h, frame.YUV420, 0)))
		at := box.Min.Add(box.Max).Div(2)
		column, row := at.X*3/w, at.Y*3/h
		wantColumn, wantRow := 1, 1
		if strings.HasSuffix(position, "left") {
			wantColumn = 0
		} else if strings.HasSuffix(position, "right") {
			wantColumn = 2
		}
		if strings.HasPrefix(position, "top") {
			wantRow = 0
		} else if strings.HasPrefix(position, "bottom") {
			wantRow = 2
		}
		if column != wantColumn || row != wantRow || box.Dx() < 40 || box.Dx() > 70 || box.Dy() < 14 || box.Dy() > 24 {
			t.Errorf("%s: the letters fill %v", position, box)
		}
	}
}

// TestTextFits writes lines that are too long for their picture at the size asked for.
func TestTextFits(t *testing.T) {
	for _, size := range [][2]int{{320, 240}, {100, 300}, {60, 20}} {
		line := strings.Repeat("Mj", 1+size[0]/40)
		f := apply(t, "text:"+line+":centre:512", filtertest.Flat(size[0], size[1], frame.Gray, 0))
		box, bounds := ink(f), image.Rect(0, 0, f.W, f.H)
		if !box.In(bounds.Inset(1)) || box.Dx() < f.W/3 && box.Dy() < f.H/3 {
			t.Errorf("%q in %v: the letters fill %v", line, bounds, box)
		}
	}
	if f := apply(t, "text:tiny", filtertest.Flat(5, 5, frame.Gray, 9)); !filtertest.Same(f, filtertest.Flat(5, 5, frame.Gray, 9)) {
		t.Error("letters smaller than 4 px are written")
	}
}

func TestTextColourAndShade(t *testing.T) {
	f := apply(t, "text:I:centre:100:00ff00:0", filtertest.Flat(200, 200, frame.Gray, 200))
	if f.Sampling() != frame.YUV420 || f.NRGBA().NRGBAAt(0, 0).G != 200 {
		t.Error("the ground has changed")
	}
	green := 0
	for x := range 200 {
		if c := f.NRGBA().NRGBAAt(x, 100); c.G > 240 && c.R < 40 && c.B < 40 {
			green++
		}
	}
	if green < 5 {
		t.Errorf("%d px of green", green)
	}
	f = apply(t, "text:I:centre:100:white:100", filtertest.Flat(200, 200, frame.Gray, 200))
	if v := filtertest.Rows(f, 0)[100][80]; v != 0 {
		t.Errorf("beside the letter is %d, want 0", v)
	}
}

func TestClockText(t *testing.T) {
	at := time.Date(2024, 2, 29, 23, 59, 58, 765_432_100, time.FixedZone("", -3600))
	tests := []struct {
		format string
		zone   float64
		want   string
	}{
		{"time", 0, "00:59:58"},
		{"time", 5.75, "06:44:58"},
		{"date", -12, "2024-02-29"},
		{"both", 0, "2024-03-01 00:59:58"},
		{"precise", 14, "14:59:58.765"},
	}
	for _, test := range tests {
		if got := clockText(at, test.format, test.zone); got != test.want {
			t.Errorf("%s, %v h: got %q, want %q", test.format, test.zone, got, test.want)
		}
	}
}

package ops

import (
	"errors"
	"image"
	"strings"
	"testing"
	"time"

	"framepost/api/filter/filtertest"
	"framepost/api/filter/paint"
	"framepost/api/frame"
	"framepost/api/wire"
)

// ink returns the bounding box of the luma samples over 128, which are those of white letters on
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

// TestTextRefused has texts that would be invisible, or incomplete.
func TestTextRefused(t *testing.T) {
	for text, want := range map[string]string{
		"日本":       "operation 2, text, cannot write '日' (U+65E5); it writes Latin, ",
		"fine 👍":   "operation 2, text, cannot write '👍' (U+1F44D); ",
		"a\u2003ไ": "operation 2, text, cannot write 'ไ' (U+0E44); ",
		"\u00a0 ":  "operation 2, text, has a text of which nothing would show",
	} {
		_, err := registry.Parse("mirror,text:" + text)
		var bad *wire.Error
		if !errors.As(err, &bad) || bad.Code != wire.BadOps || !strings.HasPrefix(bad.Detail, want) {
			t.Errorf("%q: got %v, want %s…", text, err, want)
		}
	}
}

// TestTextOfManyScripts writes on pictures of odd sizes: there is ink, none of it outside of the
// picture, and grey ink does not change the chroma.
func TestTextOfManyScripts(t *testing.T) {
	for _, text := range []string{"שלום", "السلام عليكم", "x\u0302", "✓ 20 °C → ★", "жук ξένος", "a" + strings.Repeat("\u0301", 3)} {
		for _, size := range [][2]int{{37, 31}, {64, 48}, {301, 77}} {
			for _, s := range filtertest.Samplings {
				lent := filtertest.Lend(size[0], size[1], s)
				before := filtertest.Picture(size[0], size[1], s)
				after := apply(t, "text:"+text+":centre:50%", frame.Of(s, lent...))
				if filtertest.Same(after, before) {
					t.Errorf("%+q leaves no ink on %v", text, size)
				}
				for i, p := range lent {
					for at, v := range p.Pix[:cap(p.Pix)] {
						if inside := at/p.Stride < p.H && at%p.Stride < p.W; !inside && v != filtertest.Guard {
							t.Fatalf("%+q on %v: it writes beside plane %d, at %d", text, size, i, at)
						}
					}
				}
			}
		}
	}
}

func BenchmarkText(b *testing.B) {
	for _, chain := range []string{"text:framepost", "text:السلام عليكم", "clock"} {
		b.Run(chain, func(b *testing.B) {
			f := filtertest.Picture(700, 525, frame.YUV420)
			b.ReportAllocs()
			for b.Loop() {
				apply(b, chain, f)
			}
		})
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

package lettering

import (
	"bytes"
	"image"
	"slices"
	"strings"
	"sync"
	"testing"

	"framepost/api/filter/lettering/fonts"

	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

func init() { Use(fonts.Files...) }

// samples have characters of every kind that can be written.
var samples = []string{"framepost", "j", "Ảngström ǺΐЇ", "x\u0302e\u0301", "жук ξένος", "✓ 20 °C → ★", "שלום", "שָׁלוֹם", "السلام عليكم 123",
	"مُحَمَّد", "abc אבג 12% def", "Հայ ქართული ЀѢ", "❤\uFE0F ☺ ♫", strings.Repeat("W", 120), "a" + strings.Repeat("\u0301", 100)}

func shape(t testing.TB, text string) *Line {
	t.Helper()
	line, err := Shape(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return line
}

// drawn returns the coverage of a line in letters of size px, with all its ink.
func drawn(line *Line, size int) *image.Alpha {
	box, ink := line.measure(size)
	mask := image.NewAlpha(box.Union(ink))
	line.draw(mask, size)
	return mask
}

// TestShape draws an l and an o: a bar and a ring.
func TestShape(t *testing.T) {
	mask := drawn(shape(t, "l o"), 40)
	row := mask.Pix[mask.Stride*30:][:mask.Rect.Dx()] // through the middle of the small letters
	var runs []int                                    // lengths of the stretches of ink
	for x, v := range row {
		switch {
		case v > 128 && (x == 0 || row[x-1] <= 128):
			runs = append(runs, 1)
		case v > 128:
			runs[len(runs)-1]++
		}
	}
	if len(runs) != 3 || slices.Max(runs) > 7 || slices.Min(runs) < 2 {
		t.Errorf("strokes of %v px, want three of about 4", runs)
	}
}

// TestAsImageFont compares each character of the first font with its drawing by
// golang.org/x/image, at a position that is not a whole pixel.
func TestAsImageFont(t *testing.T) {
	file, err := fonts.Files[0]()
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := opentype.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, size := range []int{4, 17, 38, 301} {
		reference, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: float64(size), DPI: 72})
		if err != nil {
			t.Fatal(err)
		}
		for r := rune(' ') + 1; r < 0x3000; r++ {
			if _, has := reference.GlyphAdvance(r); !has {
				continue
			}
			line, err := Shape("n" + string(r))
			if err != nil || len(line.glyphs) != 2 || line.glyphs[1].ink.Empty() {
				continue
			}
			got := drawn(line, size)
			want := image.NewAlpha(got.Rect)
			dot := fixed.Point26_6{Y: reference.Metrics().Ascent}
			for _, r := range "n" + string(r) {
				to, mask, from, advance, _ := reference.Glyph(dot, r)
				dot.X += advance
				for y := to.Min.Y; y < to.Max.Y; y++ {
					for x := to.Min.X; x < to.Max.X; x++ {
						if at := image.Pt(x, y); at.In(want.Rect) {
							ink := mask.(*image.Alpha).AlphaAt(from.X+x-to.Min.X, from.Y+y-to.Min.Y)
							ink.A = max(ink.A, want.AlphaAt(x, y).A)
							want.SetAlpha(x, y, ink)
						}
					}
				}
			}
			if !bytes.Equal(got.Pix, want.Pix) {
				t.Errorf("%q (%U) of %d px is drawn in another way", r, r, size)
			}
			compared++
		}
	}
	if compared < 4*600 {
		t.Errorf("only %d characters were compared", compared)
	}
}

// TestInkInside draws samples that fit badly in various ways: there must be ink, and none of it
// may be cut off at the edge of the ground.
func TestInkInside(t *testing.T) {
	for _, text := range samples {
		line := shape(t, text)
		for _, size := range [][2]int{{640, 480}, {101, 33}, {33, 301}} {
			fit, ok := line.fit(512, size[0], size[1])
			if !ok {
				continue
			}
			if room := image.Pt(size[0]-2*fit.margin, size[1]); fit.ground.Dx() > room.X || fit.ground.Dy() > room.Y {
				t.Errorf("%q in %v px: the ground has %v px, more than %v", text, size, fit.ground.Size(), room)
			}
			mask, wide := image.NewAlpha(fit.box), image.NewAlpha(fit.box.Inset(-100))
			line.draw(mask, fit.size)
			line.draw(wide, fit.size)
			if ink := total(mask); ink == 0 || ink != total(wide) {
				t.Errorf("%q in %v px: ink of %d, and %d where there is room", text, size, ink, total(wide))
			}
		}
	}
}

func total(mask *image.Alpha) (sum int) {
	for _, v := range mask.Pix {
		sum += int(v)
	}
	return sum
}

// TestFit searches the largest size that fits: the layout's letters are at most a tenth smaller.
func TestFit(t *testing.T) {
	for _, text := range samples {
		line := shape(t, text)
		for _, size := range [][2]int{{640, 480}, {101, 33}, {33, 301}, {5, 5}} {
			largest := 0
			for s := min(200, size[1]/2); s >= smallest && largest == 0; s-- {
				margin := min(s/3, size[0]/20)
				box, ink := line.measure(s)
				box.Min.X, box.Max.X = box.Min.X-margin, box.Max.X+margin
				if g := box.Union(ink); g.Dx() <= size[0]-2*margin && g.Dy() <= size[1] {
					largest = s
				}
			}
			if got, ok := line.fit(200, size[0], size[1]); got.size > largest || got.size < largest*9/10 || ok != (largest > 0) {
				t.Errorf("%q in %v px: letters of %d px, of %d that fit", text, size, got.size, largest)
			}
		}
	}
}

// TestShapeAtOnce shapes and draws in many goroutines, which must all get the same result.
func TestShapeAtOnce(t *testing.T) {
	var all sync.WaitGroup
	for _, text := range samples {
		want := drawn(shape(t, text), 20)
		for range 4 {
			all.Go(func() {
				line, err := Shape(text)
				if err != nil {
					t.Error(err)
				} else if got := drawn(line, 20); !bytes.Equal(got.Pix, want.Pix) {
					t.Errorf("%q differs", text)
				}
			})
		}
	}
	all.Wait()
}

package ops

import (
	"bytes"
	"image"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/frame"
)

func TestRedactLiterals(t *testing.T) {
	tests := []struct {
		chain string
		want  [][]byte
	}{
		{"redact:1 0 2 1", [][]byte{{1, 0, 0, 4}, {5, 6, 7, 8}}},
		{"redact:25% 50% 50% 50%", [][]byte{{1, 2, 3, 4}, {5, 0, 0, 8}}},
		{"redact:30% 0 1% 1%", [][]byte{{1, 0, 3, 4}, {5, 6, 7, 8}}}, // a part of a pixel hides it
		{"redact:0 0 1 1;3 1 9 9", [][]byte{{0, 2, 3, 4}, {5, 6, 7, 0}}},
		{`redact:0\,0\,1\,1;3\,1\,1\,1`, [][]byte{{0, 2, 3, 4}, {5, 6, 7, 0}}}, // as in Frame-Faces
		{"redact:9 9 1 1", [][]byte{{1, 2, 3, 4}, {5, 6, 7, 8}}},
		{"redact:0 0 2 100%:fill:ffffff", [][]byte{{255, 255, 3, 4}, {255, 255, 7, 8}}},
		{"redact:0 0 2 2:pixelate", [][]byte{{4, 4, 3, 4}, {4, 4, 7, 8}}}, // 14/4
		{"redact:0 0 2 2:blur", [][]byte{{4, 4, 3, 4}, {4, 4, 7, 8}}},
		{"mirror,redact:0 0 1 1", [][]byte{{0, 3, 2, 1}, {8, 7, 6, 5}}}, // what is at the left then
		{"redact:0 0 1 1,mirror", [][]byte{{4, 3, 2, 0}, {8, 7, 6, 5}}},
		{"crop:1:0:3:2,redact:0 0 1 1", [][]byte{{0, 3, 4}, {6, 7, 8}}},
		{"rotate:90,redact:0 0 1 1", [][]byte{{0, 1}, {6, 2}, {7, 3}, {8, 4}}},
		{"resize:8:4:kernel=nearest,redact:0 0 25% 50%,resize:4:2:kernel=nearest", [][]byte{{0, 2, 3, 4}, {5, 6, 7, 8}}},
	}
	for _, test := range tests {
		got := filtertest.Rows(apply(t, test.chain, filtertest.Grey([]byte{1, 2, 3, 4}, []byte{5, 6, 7, 8})), 0)
		if !slices.EqualFunc(got, test.want, bytes.Equal) {
			t.Errorf("%s: got %v, want %v", test.chain, got, test.want)
		}
	}
}

func TestRedactRefuses(t *testing.T) {
	for areas, want := range map[string]string{
		"1 2 3":                              "four numbers",
		"1 2 3 4;":                           "four numbers",
		"1 2 3 4 5 6 7 8":                    "four numbers",
		"1 2 3 x":                            `"x"`,
		"1.5 2 3 4":                          `"1.5"`,
		"-1 2 3 4":                           `"-1"`,
		"0 0 101% 4":                         `"101%"`,
		"0 0 0 4":                            `"0"`,
		"0 0 4 0%":                           `"0%"`,
		"0 0 NaN 4":                          `"NaN"`,
		"0 0 65536 4":                        `"65536"`,
		strings.Repeat("0 0 1 1;", 16) + "0": "four numbers",
		strings.Repeat("0 0 1 1;", 16) + "0 0 1 1": "more than 16 areas",
	} {
		if _, err := registry.Parse("redact:" + areas); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", areas, err, want)
		}
	}
}

// TestRedactStaysInside compares all planes outside of the areas, widened to whole samples of chroma.
func TestRedactStaysInside(t *testing.T) {
	for _, mode := range []string{"fill", "blur", "pixelate"} {
		for _, s := range filtertest.Samplings {
			before, after := filtertest.Picture(97, 61, s), filtertest.Picture(97, 61, s)
			apply(t, "redact:13 7 31 23;60 50 100% 1:"+mode, after)
			for i, p := range after.Components() {
				for y := range p.H {
					for x, v := range p.Row(y) {
						sample := image.Rect(x*p.StepX, y*p.StepY, (x+1)*p.StepX, (y+1)*p.StepY)
						hidden := sample.Overlaps(onSamples(before, image.Rect(13, 7, 44, 30))) || sample.Overlaps(onSamples(before, image.Rect(60, 50, 97, 51)))
						if want := before.Planes()[i].Row(y)[x]; !hidden && v != want {
							t.Fatalf("%s with sampling %d: plane %d has changed at %v", mode, s, i, sample)
						}
						if hidden && mode == "fill" && v != []byte{0, 128, 128}[i] {
							t.Fatalf("%s with sampling %d: plane %d is %d at %v", mode, s, i, v, sample)
						}
					}
				}
			}
		}
	}
}

// TestRedactIsMeans redacts pictures that differ in all their pixels, but not in the means of the
// cells: nothing of the difference may be left. A difference in a mean may be.
func TestRedactIsMeans(t *testing.T) {
	const w, h = 64, 48 // cells of 16×16 px
	for _, mode := range []string{"fill", "blur", "pixelate"} {
		rnd := rand.New(rand.NewPCG(5, 6))
		f, g := filtertest.Flat(w, h, frame.Gray, 0), filtertest.Flat(w, h, frame.Gray, 0)
		for y := range h {
			for x := range w {
				f.Planes()[0].Row(y)[x] = byte(rnd.IntN(256))
			}
		}
		for y := range h { // the same pixels elsewhere in their cells
			for x := range w {
				g.Planes()[0].Row(y)[x] = f.Planes()[0].Row(y ^ 15)[x^15]
			}
		}
		apply(t, "redact:0 0 100% 100%:"+mode, f)
		if !filtertest.Same(f, apply(t, "redact:0 0 100% 100%:"+mode, g)) {
			t.Errorf("%s leaves more than the means of cells", mode)
		}
		values := map[byte]bool{}
		for _, v := range f.Planes()[0].Row(0) {
			values[v] = true
		}
		if mode == "pixelate" && len(values) > coarse {
			t.Errorf("pixelate leaves %d values in a row, want %d at most", len(values), coarse)
		}
	}
}

// TestCellsAreEven checks that no cell at an edge is smaller than the others, on all small sizes.
func TestCellsAreEven(t *testing.T) {
	for w := 1; w <= 70; w++ {
		for _, h := range []int{1, 2, 9, 33, 70} {
			f := filtertest.Picture(w, h, frame.Gray)
			apply(t, "redact:0 0 100% 100%:pixelate", f)
			row := f.Planes()[0].Row(0)
			for from := 0; from < w; {
				to := from
				for to < w && row[to] == row[from] {
					to++
				}
				if to-from < min(leastCell, w) {
					t.Fatalf("%d×%d: a cell from %d to %d", w, h, from, to)
				}
				from = to
			}
		}
	}
}

func FuzzAreas(f *testing.F) {
	for _, seed := range []string{"25% 25% 50% 50%", "0 0 1 1;2 2 3 3", "1,2,3,4", "0 0 1e9 1", ";", "65535 65535 65535 65535", "0.001% 0 0.001% 1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		areas, err := parseAreas(text)
		if err == nil && (len(areas) == 0 || len(areas) > maxAreas) {
			t.Fatalf("%q are %d areas", text, len(areas))
		}
		for _, a := range areas {
			if r := a.within(640, 480); !r.In(image.Rect(0, 0, 640, 480)) {
				t.Fatalf("%q is %v", text, r)
			}
		}
	})
}

func BenchmarkRedact(b *testing.B) {
	for _, mode := range []string{"fill", "blur", "pixelate"} {
		b.Run(mode, func(b *testing.B) { benchmark(b, "redact:mode="+mode) })
	}
}

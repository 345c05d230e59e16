package lettering

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"framepost/api/filter/lettering/fonts"
)

// TestForms compares the glyphs that a line is shaped into with the glyphs of Unicode's
// presentation forms, in the order from left to right.
func TestForms(t *testing.T) {
	for _, test := range []struct{ text, forms string }{
		{"e\u0301", "é"},
		{"г\u0301", "ѓ"},
		{"بب", "\uFE90\uFE91"},        // final, initial
		{"ببب", "\uFE90\uFE92\uFE91"}, // and medial
		{"دب", "بد"},                  // dal does not join what follows
		{"لا", "\uFEFB"},              // lam and alef are always one
		{"سلام", "م\uFEFC\uFEB3"},
		{"שלום", "םולש"},
		{"א(ב", "ב)א"}, // the bracket is mirrored
		{"a אב 12 b", "a 12 בא b"},
		{"✓ ab", "✓ ab"},
	} {
		var want []glyph
		for _, r := range test.forms {
			var memory reader
			want = append(want, newGlyph(&memory, find(&memory, r), r))
		}
		if got := shape(t, test.text).glyphs; !slices.Equal(got, want) {
			t.Errorf("%+q: glyphs %+v, want %+v", test.text, got, want)
		}
	}
}

// TestAccents checks where the ink of accents is for which Unicode has no character with the
// letter: above it or below it, and within its width.
func TestAccents(t *testing.T) {
	for _, test := range []struct {
		text  string
		above bool
	}{{"x\u0302", true}, {"x\u030a", true}, {"x\u0323", false}, {"x\u0331", false}} {
		glyphs := shape(t, test.text).glyphs
		if len(glyphs) != 2 || glyphs[1].advance != 0 {
			t.Errorf("%+q: glyphs %+v", test.text, glyphs)
			continue
		}
		letter := glyphs[0].ink
		accent := glyphs[1].ink.Add(glyphs[1].offset).Add(image.Pt(glyphs[0].advance, 0))
		middle := (accent.Min.X + accent.Max.X) / 2
		if test.above && accent.Max.Y >= letter.Min.Y || !test.above && accent.Min.Y <= letter.Max.Y ||
			middle < glyphs[0].advance/3 || middle > glyphs[0].advance*2/3 {
			t.Errorf("%+q: the accent is at %v, the letter at %v", test.text, accent, letter)
		}
	}
}

func TestCannotWrite(t *testing.T) {
	for _, test := range []struct{ text, first string }{
		{"日本", "cannot write '日' (U+65E5); it writes Latin, "},
		{"ok 👍 日", "cannot write '👍' (U+1F44D);"},
		{"สวัสดี", "cannot write 'ส' (U+0E2A);"},
		{"שלום 日 א語", "cannot write '日' (U+65E5);"},
		{"a日\u0301", "cannot write '日' (U+65E5);"},
		{"ab\u0ACDx", "cannot write '\u0ACD' (U+0ACD);"},
		{"हिन्दी", "cannot write 'ह' (U+0939);"},
		{" ", "has a text of which nothing would show"},
		{"\u200d\u00a0\u2003\u00ad\ufe0f", "has a text of which nothing would show"},
	} {
		if _, err := Shape(test.text); err == nil || !strings.HasPrefix(err.Error(), test.first) {
			t.Errorf("%q: got %v, want %s…", test.text, err, test.first)
		}
	}
	_, examples, _ := strings.Cut(cannotWrite('日').Error(), "such as ")
	shape(t, examples)
}

// TestEveryCharacter writes each character of Unicode's first two planes alone and after a
// letter. Either Shape refuses it by name, or there is ink, or it is a blank.
func TestEveryCharacter(t *testing.T) {
	letter, dot := total(drawn(shape(t, "l"), 20)), total(drawn(shape(t, "."), 20))
	written := 0
	for r := rune(' '); r < 0x20000; r++ {
		if !utf8.ValidRune(r) || unicode.IsControl(r) {
			continue
		}
		line, err := Shape("l" + string(r))
		if err != nil {
			if name := fmt.Sprintf("(U+%04X)", r); !strings.Contains(err.Error(), name) {
				t.Errorf("%U: %v", r, err)
			}
			continue
		}
		alone, err := Shape(string(r))
		blank := err != nil
		if blank && r != '\u2800' && !unicode.In( // U+2800 is Braille without dots
			r, unicode.Z, unicode.Cf, unicode.Mn, unicode.Other_Default_Ignorable_Code_Point) {
			t.Errorf("%U shows nothing and is written", r)
		}
		if !blank && total(drawn(alone, smallest)) == 0 {
			t.Errorf("%U alone leaves no ink", r)
		}
		// An accent may lie upon the l.
		if !blank && total(drawn(line, 20)) <= letter && total(drawn(shape(t, "."+string(r)), 20)) <= dot {
			t.Errorf("%U behind a letter leaves no ink", r)
		}
		written++
	}
	if written < 3500 {
		t.Errorf("only %d characters can be written", written)
	}
}

// FuzzShape writes any text that a chain can contain on small pictures: a text that is not
// refused leaves ink, within its ground.
func FuzzShape(f *testing.F) {
	for _, text := range samples {
		f.Add(text, uint16(64), uint16(48))
	}
	for _, text := range []string{"日本", "\u202eabc\u202c", "\u2067אב 1\u2069 2", "\u2029a", "a\u2029א", "\u0301",
		"\U0001F468\u200d\U0001F469", "1٢,٣% א", "ᄀ각"} {
		f.Add(text, uint16(300), uint16(200))
	}
	f.Fuzz(func(t *testing.T, text string, width, height uint16) {
		if !utf8.ValidString(text) || utf8.RuneCountInString(text) > 120 || strings.ContainsFunc(text, unicode.IsControl) {
			return
		}
		line, err := Shape(text)
		if err != nil {
			return
		}
		w, h := 1+int(width)%500, 1+int(height)%500
		fit, ok := line.fit(40, w, h)
		if !ok {
			return
		}
		if fit.ground.Dx() > w || fit.ground.Dy() > h {
			t.Errorf("%q in %d×%d: a ground of %v", text, w, h, fit.ground)
		}
		mask := image.NewAlpha(fit.box)
		if line.draw(mask, fit.size); total(mask) == 0 {
			t.Errorf("%q in %d×%d leaves no ink", text, w, h)
		}
	})
}

func BenchmarkShape(b *testing.B) {
	for _, text := range []string{"framepost", "السلام عليكم 123", "✓ 20 °C → ★"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				shape(b, text)
			}
		})
	}
}

func BenchmarkFitAndDraw(b *testing.B) {
	for _, text := range []string{"framepost", "السلام عليكم 123", "✓ 20 °C → ★"} {
		b.Run(text, func(b *testing.B) {
			line := shape(b, text)
			mask := image.NewAlpha(image.Rect(-100, 0, 1000, 100))
			b.ReportAllocs()
			for b.Loop() {
				fit, _ := line.fit(38, 640, 480)
				line.draw(mask, fit.size)
			}
		})
	}
}

// BenchmarkRead reads the font that is only read when a line needs it.
func BenchmarkRead(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		file, _ := fonts.Files[1]()
		read(file)
	}
}

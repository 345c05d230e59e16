package lettering

import (
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// TestPresentation has letters of each kind, and checks what all have in common.
func TestPresentation(t *testing.T) {
	for letter, want := range map[string]string{
		"\u0621":       "\uFE80",                   // hamza joins nothing
		"\u0627":       "\uFE8D\uFE8E",             // alef joins what goes before
		"\u0628":       "\uFE8F\uFE90\uFE91\uFE92", // beh
		"\u0649":       "\uFEEF\uFEF0\uFBE8\uFBE9", // alef maksura, from two blocks
		"\u06CC":       "\uFBFC\uFBFD\uFBFE\uFBFF", // Farsi yeh
		"\u0644\u0627": "\uFEFB\uFEFC",             // lam with alef
	} {
		if got := string(presentation()[letter]); got != want {
			t.Errorf("%+q: forms %+q, want %+q", letter, got, want)
		}
	}
	ligatures := 0
	for letter, forms := range presentation() {
		if !slices.Contains([]int{1, 2, 4}, len(forms)) {
			t.Errorf("%+q has %d forms", letter, len(forms))
		}
		for _, r := range forms {
			if norm.NFKC.String(string(r)) != letter {
				t.Errorf("%+q has the form %U", letter, r)
			}
		}
		if len([]rune(letter)) == 2 {
			ligatures++
		}
	}
	if ligatures != 4 {
		t.Errorf("%d ligatures, want 4: lam with each alef", ligatures)
	}
}

// TestJoin has neighbours that join and such that do not.
func TestJoin(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{"abc", "abc"},
		{"ب", "ب"},
		{"ب ب", "ب ب"},
		{"بـ", "\uFE91ـ"},             // tatweel
		{"ب\u200d", "\uFE91\u200d"},   // a joiner
		{"ب\u200cب", "ب\u200cب"},      // a non-joiner
		{"بَب", "\uFE91\u064E\uFE90"}, // over a mark
		{"لَا", "\uFEFB\u064E"},       // which stays with its letter
		{"بلا", "\uFE91\uFEFC"},       // a ligature at the end
		{"aبb", "aبb"},                // Latin letters join nothing
		{"ءب", "ءب"},                  // nor does hamza
	} {
		if got := string(join([]rune(test.line), new(reader))); got != test.want {
			t.Errorf("%+q: got %+q, want %+q", test.line, got, test.want)
		}
	}
}

package access

import (
	"strings"
	"testing"
)

func TestPatterns(t *testing.T) {
	for _, test := range []struct {
		pattern      string
		allows, nots []string
	}{
		{"resize:700,mirror", []string{"resize:700,mirror", " resize: 700 , mirror", `resize:\700,mirror`},
			[]string{"", "resize:700", "resize:7000,mirror", "resize:700,mirror,gray", "resize:700,mirrors", "resize:width=700,mirror"}},
		{"", []string{"", " "}, []string{"mirror"}},
		{"*", []string{"", "mirror", "text:a\\,b,gray"}, nil},
		{"resize:700,*", []string{"resize:700", "resize:700,mirror", "resize:700,a,b,c"}, []string{"", "resize", "resize:7", "resize:7000", "mirror,resize:700"}},
		{"resize:700, *", []string{"resize:700,mirror"}, []string{"mirror"}},
		{"pixelate:*", []string{"pixelate", "pixelate:16", "pixelate:size=9:x"}, []string{"pixelates", "pixelates:16", "pixelate:16,mirror", "pixelat", ""}},
		{"resize:700,pixelate:*,mirror", []string{"resize:700,pixelate,mirror", "resize:700,pixelate:9,mirror"},
			[]string{"resize:700,mirror", "resize:700,pixelate:9", "resize:700,pixelate:9,gray,mirror"}},
		{"text:*", []string{`text:a\,b\:c`, `text:\\`}, []string{`text:a,mirror`, `text:\\,mirror`}},
		{`text:a\:*`, []string{`text:a\:*`}, []string{`text:a\:b`, `text:a:b`, "text:a"}},
		{"blur:*,*", []string{"blur", "blur:2", "blur:2,mirror", "blur,mirror"}, []string{"blurs", "mirror,blur"}},
		{`text:a\,*`, []string{`text:a\,*`}, []string{`text:a\,b`, "text:a,mirror", "text:a"}},
		{"crop:*:10", []string{"crop:*:10"}, []string{"crop:5:10"}}, // no star but a character
	} {
		pattern, err := canonicalPattern(test.pattern)
		if err != nil {
			t.Errorf("%q: %v", test.pattern, err)
		}
		check := func(chain string, want bool) {
			t.Helper()
			chain, err := Canonical(chain)
			if err != nil {
				t.Error(err)
			}
			if got := matches([]byte(pattern), chain); got != want {
				t.Errorf("%q allows %q: %v", test.pattern, chain, got)
			}
		}
		for _, chain := range test.allows {
			check(chain, true)
		}
		for _, chain := range test.nots {
			check(chain, false)
		}
	}
	for _, pattern := range []string{"*,mirror", "mirror,*,gray", "**", "Mirror", ",*"} {
		if canonical, err := canonicalPattern(pattern); err == nil {
			t.Errorf("%q is a pattern: %q", pattern, canonical)
		}
	}
}

// Whatever chain there is, its own text and a star allow it, and what one pattern allows
// beyond its own text needs a star.
func FuzzMatches(f *testing.F) {
	for _, seed := range []string{"", "resize:700,mirror", "text:a\\,b", "a:*,*", `a:\:*`, "a,*", `a\`} {
		f.Add(seed, "resize:700,mirror")
	}
	f.Fuzz(func(t *testing.T, pattern, chain string) {
		got := matches([]byte(pattern), chain) // of any bytes: no panic
		canonical, err := Canonical(chain)
		if err != nil {
			return
		}
		if !matches([]byte("*"), canonical) || !matches([]byte(canonical), canonical) {
			t.Errorf("%q does not match itself", canonical)
		}
		if got && pattern != chain && !strings.Contains(pattern, "*") {
			t.Errorf("%q matches %q", pattern, chain)
		}
	})
}

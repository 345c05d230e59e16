package wire

import "testing"

func TestParseRetryAfter(t *testing.T) {
	for header, want := range map[string]int{
		"":                              0,
		"1":                             1,
		"120":                           120,
		"-1":                            0,
		"0.5":                           0,
		"99999999999999999999":          0,
		"Wed, 21 Oct 2026 07:28:00 GMT": 0,
	} {
		if got := ParseRetryAfter(header); got != want {
			t.Errorf("%q: %d, want %d", header, got, want)
		}
	}
}

package wire

import "testing"

func TestParseBytes(t *testing.T) {
	for text, want := range map[string]int{
		"1": 1, "30000": 30_000, "30k": 30_000, "30K": 30_000, "2M": 2_000_000, "2m": 2_000_000,
		"100000000": MaxBytes, "100000k": MaxBytes, "100M": MaxBytes, "007": 7,
		"": 0, "0": 0, "0k": 0, "k": 0, "M": 0, "-1": 0, "+1": 0, "1.5k": 0, "30kB": 0, "30 k": 0, "30kk": 0, "3e4": 0,
		"100000001": 0, "101M": 0, "99999999999999999999": 0, "99999999999999999M": 0, "٣k": 0, "30~": 0, "~~30": 0,
	} {
		for prefix, wantAbout := range map[string]bool{"": false, AboutBytes: want > 0} {
			if got, about, ok := ParseBytes(prefix + text); got != want || about != wantAbout || ok != (want > 0) {
				t.Errorf("%q is %d, %v, %v; want %d", prefix+text, got, about, ok, want)
			}
		}
	}
}

package accept

import "testing"

func TestWeight(t *testing.T) {
	tests := []struct {
		list, item string
		want       float64
	}{
		{"", "br", 0},
		{"gzip, deflate, br, zstd", "br", 1},
		{"gzip;q=0.5, br;q=0", "br", 0},
		{"gzip;q=0.5, br;q=0", "gzip", 0.5},
		{"*", "br", 1},
		{"*;q=0.1, br;q=0", "br", 0},
		{"br;q=0, *;q=0.1", "gzip", 0.1},
		{"BR ; Q=0.3", "br", 0.3},
		{"br;q=2", "br", 0},
		{"br;q=x", "br", 0},
		{"br;q=NaN", "br", 0},
		{"brotli", "br", 0},
		{"text/plain", "image/jpeg", 0},
		{"*/*", "image/jpeg", 1},
		{"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", "image/jpeg", 0.8},
		{"image/*;q=0.7, */*;q=0.9", "image/jpeg", 0.7},
		{"image/jpeg;q=0.2, image/*;q=0.7", "image/jpeg", 0.2},
		{"IMAGE/*", "image/jpeg", 1},
		{"imag/*", "image/jpeg", 0},
		{"text/plain;charset=utf-8;q=0.4", "text/plain", 0.4},
	}
	for _, test := range tests {
		if got := Weight(test.list, test.item); got != test.want {
			t.Errorf("Weight(%q, %q) = %v, want %v", test.list, test.item, got, test.want)
		}
	}
}

package wire

import "testing"

func TestNearest(t *testing.T) {
	known := []string{"ops", "preset", "q", "scale", "format", "resize", "rotate"}
	for name, want := range map[string]string{
		"opps": "ops", "op": "ops", "pres": "", "presets": "preset", "fromat": "format", "Scale": "scale",
		"resise": "resize", "rotat": "rotate", "t": "", "utm_source": "", "": "", "ops": "ops",
	} {
		if got := Nearest(name, known); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "abc", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"ca", "abc", 3},
		{"kitten", "sitting", 3}, {"resize", "reszie", 1},
	} {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("%q to %q: got %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

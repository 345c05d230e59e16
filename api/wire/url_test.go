package wire

import (
	"net/url"
	"testing"
)

func TestURL(t *testing.T) {
	for _, test := range []struct {
		origin string
		query  Query
		want   string
	}{
		{"", Query{Chain: DefaultChain, Quality: DefaultQuality}, "/v1/frame?ops=resize:700,mirror&q=85"},
		{"https://api.example", Query{Chain: "text:a&b=ü", Quality: 40, Scale: 75}, "https://api.example/v1/frame?ops=text:a%26b=%C3%BC&q=40&scale=75"},
		{"", Query{Quality: 1, Scale: MaxScale}, "/v1/frame?ops=&q=1"}, // the empty chain is not the default one
		{"", Query{Chain: "mirror"}, "/v1/frame?ops=mirror"},
		{"", Query{Chain: "mirror", Preset: "noir", Quality: 50}, "/v1/frame?preset=noir&q=50"},
		{"", Query{Chain: "mirror", Quality: 50, Format: "png", Cap: "x"}, "/v1/frame?ops=mirror&q=50&format=png&cap=x"},
		{"", Query{Chain: "mirror", Cap: "AQ-_&x"}, "/v1/frame?ops=mirror&cap=AQ-_%26x"},
	} {
		if got := test.query.URL(test.origin); got != test.want {
			t.Errorf("%+v: %s, want %s", test.query, got, test.want)
		}
	}
}

// Any text comes back unchanged, from UnescapeQuery and from the parser that servers use.
func TestEscapeQuery(t *testing.T) {
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	for _, text := range []string{"", DefaultChain, "1+1 = 2 & 50%, 5 %41", "ü\u2028'\"`{a,b}[1-2]#?;/", string(every)} {
		escaped := EscapeQuery(text)
		if got := UnescapeQuery(escaped); got != text {
			t.Errorf("%q comes back as %q", text, got)
		}
		if got, err := url.QueryUnescape(escaped); got != text || err != nil {
			t.Errorf("a server reads %q as %q, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{"50%": "50%", "%": "%", "%4": "%4", "%zz%41": "%zzA", "%+1": "%+1"} {
		if got := UnescapeQuery(text); got != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}

func TestCameraURL(t *testing.T) {
	for _, test := range [][2]string{{"", "/v1/cameras/front?ops="}, {"a b", "/v1/cameras/front?ops=&cap=a%20b"}} {
		if got := CameraURL("front", test[0]); got != test[1] {
			t.Errorf("with %q: %s, want %s", test[0], got, test[1])
		}
	}
}

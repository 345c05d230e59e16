package server

import (
	"bytes"
	"encoding/base64"
	"errors"
	"testing"

	"framepost/api/wire"
)

func TestDecodeBase64(t *testing.T) {
	tests := []struct {
		text, want string
		bad        int
	}{
		{"", "", -1},
		{"AAEC", "\x00\x01\x02", -1},
		{"AA==", "\x00", -1},
		{"AAE=", "\x00\x01", -1},
		{"AA", "\x00", -1},
		{"AAE", "\x00\x01", -1},
		{"+/+/", "\xfb\xff\xbf", -1},
		{"-_-_", "\xfb\xff\xbf", -1},
		{" A\tA\r\nE C ", "\x00\x01\x02", -1},
		{"AAEC AAEC", "\x00\x01\x02\x00\x01\x02", -1},
		{"AAECA\nAEC", "\x00\x01\x02\x00\x01\x02", -1},
		{"AA= =\n", "\x00", -1},
		{"A", "", -1},
		{"AAEC*", "", 4},
		{"*", "", 0},
		{"AA==A", "\x00", 4},
		{"AAE\x80", "", 3},
	}
	for _, test := range tests {
		text := []byte(test.text)
		n, bad := decodeBase64(text, text)
		if bad != test.bad || bad < 0 && string(text[:n]) != test.want {
			t.Errorf("%q gives %q, bad %d; want %q, bad %d", test.text, text[:n], bad, test.want, test.bad)
		}
	}
}

func TestDecodeText(t *testing.T) {
	for text, want := range map[string]string{
		"data:image/jpeg;base64,AAEC":                           "\x00\x01\x02",
		"frame=data%3Aimage%2Fpng%3Bbase64%2C%2F9j/+AAC%3D&x=1": "\xff\xd8\xff\xf8\x00\x02",
		"DATA:;BASE64 , AAEC":                                   "\x00\x01\x02",
		"data:image/jpeg;base64,%2B%2f+/AA%3D%3D":               "\xfb\xff\xbf\x00",
		`data:image/png;name="a,b.png";base64,AAEC`:             "\x00\x01\x02",
		`data:image/png;name="a;base64,b";base64,AAEC`:          "\x00\x01\x02",
		"/9j/ / /AAEC":           "\xff\xd8\xff\xfb\xff\xbf\x00\x01\x02",
		"/9j/  AA":               "\xff\xd8\xff\xfb\xe0\x00",
		"/9j/AAEC /9j/AAEC /9j/": "\xff\xd8\xff\x00\x01\x02\xff\xd8\xff\x00\x01\x02\xff\xd8\xff",
		"/9j/\r\n AAEC\r\n AAEC": "\xff\xd8\xff\x00\x01\x02\x00\x01\x02",
		"/9j/AAEC AAEC":          "\xff\xd8\xff\x00\x01\x02\x00\x01\x02",
	} {
		b := []byte(text)
		n, err := decodeText(b, true)
		if err != nil || string(b[:n]) != want {
			t.Errorf("%q gives %q, %v; want %q", text, b[:max(n, 0)], err, want)
		}
	}
	for _, text := range []string{"data:image/jpeg,AAEC", `data:image/jpeg;x="base64,AAEC`, "data:;base64,AA%ZZ", "data:;base64,AA%", "data:"} {
		if _, err := decodeText([]byte(text), false); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}

// What package base64 decodes is decoded the same here, in place and shifted.
func FuzzDecodeBase64(f *testing.F) {
	for _, seed := range []string{"", "A", "AAEC", "AA==", "AA\nEC", "-_+/", "data:image/jpeg;base64,/9j/", "====", "AA=A"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		inPlace := []byte(text)
		n, bad := decodeBase64(inPlace, inPlace)
		if bad >= len(text) || n > len(text)*3/4 {
			t.Fatalf("%q gives %d bytes, bad %d", text, n, bad)
		}
		shifted := []byte("....." + text)
		m, badToo := decodeBase64(shifted, shifted[5:])
		if m != n || bad != badToo || !bytes.Equal(shifted[:m], inPlace[:n]) && bad < 0 {
			t.Errorf("%q gives %q in place and %q shifted", text, inPlace[:n], shifted[:m])
		}
		want, err := base64.StdEncoding.DecodeString(text)
		if err == nil && (bad >= 0 || !bytes.Equal(inPlace[:n], want)) {
			t.Errorf("%q gives %q, bad %d; want %q", text, inPlace[:n], bad, want)
		}
	})
}

func FuzzDecodeText(f *testing.F) {
	for _, seed := range []string{"", "data:", "data:,", "data:image/png;base64,AA==", "/9j/", "_9j_", "RIFF", "hello"} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, text string, isText bool) {
		b := []byte(text)
		n, err := decodeText(b, isText)
		if n < 0 || n > len(b) {
			t.Errorf("%q gives %d bytes", text, n)
		}
		var e *wire.Error
		if err != nil && (!errors.As(err, &e) || e.Code != wire.BadBody) {
			t.Errorf("%q gives %v", text, err)
		}
	})
}

func BenchmarkDecodeBase64(b *testing.B) {
	text := []byte(base64.StdEncoding.EncodeToString([]byte(jpegLike(100_000))))
	scratch := make([]byte, len(text))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, bad := decodeBase64(scratch, text); bad >= 0 {
			b.Fatal(bad)
		}
	}
}

func TestTextLimit(t *testing.T) {
	for _, n := range []int{1, 100, 64 << 10, 8 << 20} {
		code := base64.StdEncoding.EncodedLen(n)
		lines := (code + 63) / 64 * 2
		if need := len("data:image/jpeg;base64,") + code + lines; textLimit(n) < need {
			t.Errorf("textLimit(%d) = %d, lines of base64 need %d", n, textLimit(n), need)
		}
	}
}

package video

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"framepost/api/mjpeg"
)

func TestParts(t *testing.T) {
	for _, test := range []struct{ stream, boundary string }{
		{"--ffmpeg\r\nContent-Type: image/jpeg\r\n\r\n", "ffmpeg"},
		{"\r\n--my boundary \nContent", "my boundary"},
		{still("a"), ""},
		{"", ""},
		{"\r\n", ""},
		{"-", ""},
		{"--", ""},
		{"-a\n", ""},
		{"text\n--b\r\n", ""},
		{"--" + strings.Repeat("b", maxDelimiter) + "\r\n", ""},
	} {
		from, boundary := parts(iotest.OneByteReader(strings.NewReader(test.stream)))
		if boundary != test.boundary {
			t.Errorf("%.40q: %q", test.stream, boundary)
		}
		if rest, err := io.ReadAll(from); err != nil || string(rest) != test.stream {
			t.Errorf("%.40q becomes %.40q: %v", test.stream, rest, err)
		}
	}
}

// The heads of parts are no rubbish.
func TestMultipart(t *testing.T) {
	var in, out bytes.Buffer
	w := mjpeg.NewWriter(&in, "b")
	for _, word := range []string{"a", "b", "c"} {
		if err := w.Picture([]byte(still(word)), mjpeg.Field{Name: "Frame-Size", Value: "1x1"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	s := New(picky, options())
	if err := s.Run(t.Context(), &in, &out); err != nil {
		t.Fatal(err)
	}
	if got, want := s.Counts(), (Counts{Read: 3, Answered: 3}); got != want || words(t, out.String()) != "A B C" {
		t.Errorf("%+v, %s", got, words(t, out.String()))
	}
}

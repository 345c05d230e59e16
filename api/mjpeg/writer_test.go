package mjpeg

import (
	"fmt"
	"strings"
	"testing"
)

func TestBoundary(t *testing.T) {
	for header, want := range map[string]string{
		"multipart/x-mixed-replace; boundary=frame":            "frame true",
		"multipart/x-mixed-replace;boundary=--myboundary":      "--myboundary true",
		`Multipart/X-Mixed-Replace; boundary="a b:c"`:          "a b:c true",
		"multipart/x-mixed-replace; boundary=gc0p4Jq0M:2Yt08j": "gc0p4Jq0M:2Yt08j true",
		"multipart/x-mixed-replace":                            " true",
		"multipart/mixed; boundary=x; charset":                 "x true",
		"video/x-motion-jpeg":                                  " false",
		"image/jpeg":                                           " false",
		"":                                                     " false",
	} {
		boundary, parts := Boundary(header)
		if got := fmt.Sprint(boundary, " ", parts); got != want {
			t.Errorf("%s: %s, want %s", header, got, want)
		}
	}
	if got, parts := Boundary(ContentType("frame")); got != "frame" || !parts {
		t.Errorf("ContentType is read as %q, %v", got, parts)
	}
}

func TestWriter(t *testing.T) {
	var b strings.Builder
	w := NewWriter(&b, "B")
	for _, p := range []string{"one", "three"} {
		if err := w.Picture([]byte(p), Field{"Frame-Size", "1x1"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	want := "--B\r\nContent-Type: image/jpeg\r\nContent-Length: 3\r\nFrame-Size: 1x1\r\n\r\none\r\n" +
		"--B\r\nContent-Type: image/jpeg\r\nContent-Length: 5\r\nFrame-Size: 1x1\r\n\r\nthree\r\n--B--\r\n"
	if b.String() != want {
		t.Errorf("wrote %q, want %q", b.String(), want)
	}
	b.Reset()
	if err := NewWriter(&b, "B").Close(); err != nil || b.String() != "--B--\r\n" {
		t.Errorf("without a picture: %q, %v", b.String(), err)
	}
	b.Reset()
	w = NewWriter(&b, "")
	for range 2 {
		if err := w.Picture([]byte("x"), Field{"Frame-Size", "1x1"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil || b.String() != "xx" {
		t.Errorf("raw: %q, %v", b.String(), err)
	}
}

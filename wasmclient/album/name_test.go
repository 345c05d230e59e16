package album

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestName(t *testing.T) {
	for _, c := range []struct{ original, look, format, want string }{
		{"portrait.png", "noir", "jpeg", "portrait-noir.jpg"},
		{"IMG_1234.JPG", "", "png", "IMG_1234-edited.png"},
		{"archive.tar.gz", "pop", "png", "archive.tar-pop.png"},
		{"no extension", "pop", "jpeg", "no extension-pop.jpg"},
		{".jpg", "pop", "jpeg", "jpg-pop.jpg"},
		{"", "pop", "jpeg", "photo-pop.jpg"},
		{"../../etc/passwd", "pop", "jpeg", "passwd-pop.jpg"},
		{`C:\photos\a.png`, "pop", "jpeg", "a-pop.jpg"},
		{"写真.webp", "pop", "jpeg", "写真-pop.jpg"},
		{"a:b?\n\x7f.png", "pop", "jpeg", "a_b___-pop.jpg"},
		{"\xff.png", "pop", "jpeg", "_-pop.jpg"},
	} {
		if got := Name(c.original, c.look, c.format); got != c.want {
			t.Errorf("Name(%q, %q, %q) = %q, want %q", c.original, c.look, c.format, got, c.want)
		}
	}
	long := Name(strings.Repeat("é", 150), "pop", "jpeg")
	if len(long) > 255 || !utf8.ValidString(long) || !strings.HasPrefix(long, "éé") {
		t.Errorf("a long name has %d bytes", len(long))
	}
}

func FuzzName(f *testing.F) {
	f.Add("portrait.png")
	f.Add(". .")
	f.Add(strings.Repeat("写", 70) + ".png")
	f.Fuzz(func(t *testing.T, original string) {
		got := Name(original, "pop", "jpeg")
		if !utf8.ValidString(got) || len(got) > 255 || strings.ContainsAny(got, "/\\\x00\n") || got[0] == '.' || got[0] == '-' && !strings.Contains(original, "-") {
			t.Errorf("%q is saved as %q", original, got)
		}
	})
}

func TestNamesDiffer(t *testing.T) {
	names := Names{}
	for _, c := range [][2]string{
		{"a.jpg", "a.jpg"}, {"a.jpg", "a-2.jpg"}, {"A.JPG", "A-3.JPG"}, {"a-2.jpg", "a-2-2.jpg"}, {"b", "b"}, {"b", "b-2"},
	} {
		if got := names.Unlike(c[0]); got != c[1] {
			t.Errorf("%s becomes %s, want %s", c[0], got, c[1])
		}
	}
}

func TestSaving(t *testing.T) {
	for _, c := range []struct {
		before, after int64
		want          string
	}{
		{5_200_000, 1_300_000, "5.2 MB → 1.3 MB, 75 % smaller"},
		{1000, 1500, "1 kB → 2 kB, 50 % larger"},
		{999, 999, "999 B → 999 B, as large"},
		{999_499, 999_500, "999 kB → 1.0 MB, as large"},
		{12_345_678, 9_949_999, "12 MB → 9.9 MB, 19 % smaller"},
		{0, 10, "0 B → 10 B"},
	} {
		if got := Saving(c.before, c.after); got != c.want {
			t.Errorf("Saving(%d, %d) = %q, want %q", c.before, c.after, got, c.want)
		}
	}
}

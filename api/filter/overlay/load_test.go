package overlay

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// directory makes a directory of files with these contents.
func directory(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// claim returns a PNG of one pixel whose header claims w×h.
func claim(t testing.TB, w, h uint32) []byte {
	data := asPNG(t, image.NewGray(image.Rect(0, 0, 1, 1)))
	header := data[8+4 : 8+4+4+13] // after the signature and the length: type and content
	binary.BigEndian.PutUint32(header[4:], w)
	binary.BigEndian.PutUint32(header[8:], h)
	binary.BigEndian.PutUint32(data[8+4+4+13:], crc32.ChecksumIEEE(header))
	return data
}

func TestLoad(t *testing.T) {
	dot := asPNG(t, image.NewGray(image.Rect(0, 0, 3, 2)))
	p, err := Load(directory(t, map[string][]byte{
		"logo.png": dot, "Acme_2-b.PNG": dot, ".hidden.png": []byte("x"), "notes.txt": []byte("x"), "png": []byte("x"),
		"our logo.png": dot, "a:b.png": []byte("not even a picture"),
	}))
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Names(); !slices.Equal(got, []string{"Acme_2-b", "logo"}) {
		t.Errorf("the names are %v", got)
	}
	ignored := p.Ignored()
	if len(ignored) != 2 || filepath.Base(ignored[0]) != "a:b.png" || filepath.Base(ignored[1]) != "our logo.png" {
		t.Errorf("%v are ignored", ignored)
	}
}

// A directory that is mounted from configuration has links to its files.
func TestLoadFollowsLinks(t *testing.T) {
	dir := directory(t, map[string][]byte{"data": asPNG(t, image.NewGray(image.Rect(0, 0, 3, 2)))})
	if err := os.Symlink("data", filepath.Join(dir, "logo.png")); err != nil {
		t.Skip("no links here:", err)
	}
	if p, err := Load(dir); err != nil || !slices.Equal(p.Names(), []string{"logo"}) {
		t.Errorf("%v, %v", p, err)
	}
}

func TestLoadRefuses(t *testing.T) {
	dot := asPNG(t, image.NewGray(image.Rect(0, 0, 3, 2)))
	tests := map[string]struct {
		files map[string][]byte
		want  []string
	}{
		"nothing":      {nil, []string{"no *.png in"}},
		"no PNG":       {map[string][]byte{"a.png": []byte("GIF89a")}, []string{"a.png", "PNG"}},
		"empty":        {map[string][]byte{"a.png": nil}, []string{"a.png", "PNG"}},
		"cut off":      {map[string][]byte{"a.png": dot[:len(dot)-20]}, []string{"a.png", "PNG"}},
		"large":        {map[string][]byte{"a.png": claim(t, 1e5, 1e5)}, []string{"a.png", "100000×100000", "at most 16777216 pixels"}},
		"huge":         {map[string][]byte{"a.png": claim(t, 1<<30, 1<<30)}, []string{"a.png", "PNG"}},
		"many bytes":   {map[string][]byte{"a.png": make([]byte, maxBytes+1)}, []string{"a.png", "8388609 bytes", "at most 8388608"}},
		"only a blank": {map[string][]byte{"our logo.png": dot}, []string{"no *.png in", "letters, digits"}},
		"only dot png": {map[string][]byte{".png": dot}, []string{"no *.png in"}},
		"twice":        {map[string][]byte{"a.png": dot, "a.PNG": dot}, []string{"another picture a"}},
	}
	for name, test := range tests {
		_, err := Load(directory(t, test.files))
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v; want one line", name, err)
			continue
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v; want %q in it", name, err, want)
			}
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "nosuch")); err == nil || !strings.Contains(err.Error(), "nosuch") {
		t.Errorf("a directory that does not exist: %v", err)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "a.png"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), "a.png") {
		t.Errorf("a directory called a.png: %v", err)
	}
}

// Every pixel format of PNG is decoded to NRGBA.
func TestDecodeForms(t *testing.T) {
	r := image.Rect(0, 0, 2, 1)
	c := color.NRGBA{R: 200, G: 100, B: 50, A: 128}
	deep, alpha, palette, grey := image.NewNRGBA64(r), image.NewNRGBA(r), image.NewPaletted(r, color.Palette{color.Black, c}), image.NewGray(r)
	deep.Set(1, 0, c)
	alpha.Set(1, 0, c)
	palette.Set(1, 0, c)
	grey.Set(1, 0, color.Gray{Y: 90})
	for name, img := range map[string]image.Image{"16 bits": deep, "alpha": alpha, "palette": palette} {
		got, err := decode(asPNG(t, img))
		if err != nil || got.NRGBAAt(1, 0) != c {
			t.Errorf("%s: %v, %v; want %v", name, got, err, c)
		}
	}
	if got, err := decode(asPNG(t, grey)); err != nil || got.NRGBAAt(1, 0) != (color.NRGBA{90, 90, 90, 255}) {
		t.Errorf("grey: %v, %v", got, err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(asPNG(f, image.NewNRGBA(image.Rect(0, 0, 3, 2))))
	f.Add(claim(f, 4096, 4096))
	f.Add(claim(f, 1<<31-1, 1))
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		img, err := decode(data)
		if err == nil && (img.Rect.Empty() || img.Rect.Dx()*img.Rect.Dy() > maxPixels) {
			t.Errorf("a picture of %v", img.Rect)
		}
	})
}

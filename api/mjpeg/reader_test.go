package mjpeg

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

// picture returns a JPEG; each number has another. It is noise, so that its data have many
// bytes 0xFF.
func picture(n int) string {
	img := image.NewGray(image.Rect(0, 0, 40+n, 30))
	noise := rand.New(rand.NewPCG(uint64(n), 1))
	for i := range img.Pix {
		img.Pix[i] = byte(noise.Uint32())
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		panic(err)
	}
	return b.String()
}

// inserted returns a picture with a segment after its SOI.
func inserted(picture string, marker byte, content string) string {
	n := len(content) + 2
	return picture[:2] + string([]byte{0xFF, marker, byte(n >> 8), byte(n)}) + content + picture[2:]
}

// all reads every picture of a stream.
func all(t testing.TB, r *Reader) (pictures []string) {
	t.Helper()
	for {
		var b strings.Builder
		switch err := r.Next(&b); {
		case err == io.EOF:
			return pictures
		case err != nil:
			t.Fatal(err)
		}
		pictures = append(pictures, b.String())
	}
}

const most = 1 << 20

func TestReader(t *testing.T) {
	a, b, c := picture(0), picture(1), picture(2)
	thumbnail := inserted(b, 0xE1, "Exif\x00\x00"+a)
	noise := make([]byte, 20<<20)
	rand.NewChaCha8([32]byte{}).Read(noise)
	text := strings.Repeat("no picture ", 10<<10)
	rubbish := strings.ReplaceAll(string(noise), string(soi), "xxx")
	part := func(head, picture string) string { return "--b\r\n" + head + "\r\n\r\n" + picture + "\r\n" }
	const kind = "Content-Type: image/jpeg"
	restarts := strings.ReplaceAll(a, "\xff\x00", "\xff\x00\xff\xd3") // not where they belong; no reader can tell

	for name, test := range map[string]struct {
		boundary, stream string
		want             []string
		rubbish          int
	}{
		"nothing":                  {"", "", nil, 0},
		"one":                      {"", a, []string{a}, 0},
		"three":                    {"", a + b + c, []string{a, b, c}, 0},
		"padding":                  {"", a + "\x00\x00" + b + "\n", []string{a, b}, 3},
		"no picture":               {"", "GET / HTTP/1.1\r\n\r\n", nil, 18},
		"20 MB of rubbish":         {"", a + rubbish + b, []string{a, b}, len(rubbish)},
		"cut in the codes":         {"", a[:len(a)-100] + b + c, []string{a[:len(a)-100], b, c}, 0},
		"cut in a table":           {"", a[:200] + b + c, []string{a[:149], b, c}, 51},
		"cut in the first segment": {"", a[:10] + b, []string{b}, 10},
		"cut after SOI":            {"", a[:2] + b, []string{b}, 2},
		"cut at the end":           {"", a + b[:len(b)/2], []string{a, b[:len(b)/2]}, 0},
		"two starts":               {"", a[:2] + a, []string{a}, 2},
		"thumbnail":                {"", thumbnail + c, []string{thumbnail, c}, 0},
		"AVI1, no tables":          {"", inserted(a, 0xE0, "AVI1\x00\x00") + b, []string{inserted(a, 0xE0, "AVI1\x00\x00"), b}, 0},
		"restart markers":          {"", restarts + b, []string{restarts, b}, 0},
		"fill bytes":               {"", a[:len(a)-2] + "\xff\xff\xff\xd9" + b, []string{a[:len(a)-2] + "\xff\xff\xff\xd9", b}, 0},
		"damage like a segment":    {"", a[:len(a)-9] + "\xff\xe1\x7f\xff\xff\xd9" + b, []string{a[:len(a)-9] + "\xff\xe1\x7f\xff\xff\xd9", b}, 0},
		"a false start":            {"", "\xff\xd8\xff\xe0\x00\x10 no picture here at all" + a, []string{a}, 29},

		"parts":               {"b", part(kind, a) + part(kind, b) + "--b--\r\n", []string{a, b}, 0},
		"hyphens named":       {"--b", part(kind, a) + part(kind, b), []string{a, b}, 0},
		"preamble":            {"b", "\r\n" + part(kind, a), []string{a}, 0},
		"LF alone":            {"b", strings.ReplaceAll(part(kind, ""), "\r", "") + a + "\n--b\n\n" + b, []string{a, b}, 0},
		"no empty line":       {"b", "--b\r\n" + kind + "\r\n" + a, []string{a}, 0},
		"a part of 4 GB":      {"b", part(kind+"\r\nContent-Length: 4294967296", a) + part(kind, b), []string{a, b}, 0},
		"a part of 1 byte":    {"b", part("Content-Length: 1", a) + part(kind, b), []string{a, b}, 0},
		"boundary inside":     {"b", part(kind, inserted(a, 0xFE, "\r\n--b\r\n")) + part(kind, b), []string{inserted(a, 0xFE, "\r\n--b\r\n"), b}, 0},
		"boundary in codes":   {"b", part(kind, a[:len(a)-9]+"\r\n--b--\r\n"+a[len(a)-9:]) + part(kind, b), []string{a[:len(a)-9] + "\r\n--b--\r\n" + a[len(a)-9:], b}, 0},
		"thumbnail in a part": {"b", part(kind, thumbnail) + part(kind, c), []string{thumbnail, c}, 0},
		"rubbish in a part":   {"b", part(kind, "no picture") + part(kind, c), []string{c}, 10},
		"long boundary":       {strings.Repeat("x", 70), strings.ReplaceAll(part(kind, a)+part(kind, b), "--b", "--"+strings.Repeat("x", 70)), []string{a, b}, 0},
		"rubbish between":     {"b", part(kind, a) + text + "\r\n" + part(kind, b), []string{a, b}, len(text)},
		"boundary not named":  {"", part(kind, a) + part(kind, b), []string{a, b}, 2 * len(part(kind, ""))},
	} {
		t.Run(name, func(t *testing.T) {
			for _, one := range []bool{false, true} {
				from := io.Reader(strings.NewReader(test.stream))
				if one {
					if len(test.stream) > most {
						continue
					}
					from = iotest.OneByteReader(from)
				}
				r := NewReader(from, test.boundary, most)
				got := all(t, r)
				if len(got) != len(test.want) {
					t.Fatalf("%d pictures, want %d", len(got), len(test.want))
				}
				for i, want := range test.want {
					if got[i] != want {
						t.Errorf("picture %d has %d bytes, want %d", i, len(got[i]), len(want))
					}
				}
				if n := int(r.Rubbish()); n != test.rubbish {
					t.Errorf("%d bytes of rubbish, want %d", n, test.rubbish)
				}
			}
		})
	}
}

// A live stream shows each picture before anything of the next has come.
func TestReaderWaitsForNoMore(t *testing.T) {
	for _, boundary := range []string{"", "b"} {
		from, to := io.Pipe()
		shown := make(chan struct{})
		go func() {
			w := NewWriter(to, boundary)
			for n := range 3 {
				if w.Picture([]byte(picture(n))) != nil {
					return
				}
				if boundary == "" {
					<-shown // the Writer has nothing more to write than was read
				}
			}
		}()
		r := NewReader(from, boundary, most)
		for n := range 3 {
			var got strings.Builder
			if err := r.Next(&got); err != nil || got.String() != picture(n) {
				t.Fatalf("boundary %q, picture %d: %v, %d bytes", boundary, n, err, got.Len())
			}
			if boundary == "" {
				shown <- struct{}{}
			}
		}
		from.Close()
	}
}

func TestReaderPassesOver(t *testing.T) {
	a, large := picture(0), picture(500)
	r := NewReader(strings.NewReader(a+large+a), "", len(a))
	var lost *LostError
	var b strings.Builder
	if err := r.Next(&b); err != nil {
		t.Fatal(err)
	}
	if err := r.Next(&b); !errors.As(err, &lost) || !errors.Is(err, ErrTooLarge) {
		t.Fatalf("the large picture: %v", err)
	}
	b.Reset()
	if err := r.Next(&b); err != nil || b.String() != a {
		t.Errorf("after the large picture: %v, %d bytes", err, b.Len())
	}
	full := errors.New("full")
	r = NewReader(strings.NewReader(a+a), "", most)
	if err := r.Next(failing{full}); !errors.As(err, &lost) || !errors.Is(err, full) {
		t.Errorf("a writer that fails: %v", err)
	}
	if err := r.Next(io.Discard); err != nil {
		t.Errorf("after a writer that fails: %v", err)
	}
	if err := r.Next(io.Discard); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// A stream that breaks off is no picture cut short.
func TestReaderReturnsTheStreamsError(t *testing.T) {
	a := picture(0)
	for _, n := range []int{0, 1, 2, 3, 10, 100, len(a) - 1} {
		from := io.MultiReader(strings.NewReader(a[:n]), iotest.ErrReader(io.ErrUnexpectedEOF))
		if err := NewReader(from, "", most).Next(io.Discard); err != io.ErrUnexpectedEOF {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
}

func BenchmarkReader(b *testing.B) {
	img := image.NewGray(image.Rect(0, 0, 640, 480))
	for i := range img.Pix {
		img.Set(i%640, i/640, color.Gray{byte(i * i >> 7)})
	}
	var one bytes.Buffer
	if err := jpeg.Encode(&one, img, nil); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(one.Len()))
	b.ReportAllocs()
	r := NewReader(&repeat{bytes: one.Bytes()}, "", most)
	for b.Loop() {
		if err := r.Next(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

// repeat is a stream without an end.
type repeat struct {
	bytes []byte
	at    int
}

func (r *repeat) Read(p []byte) (int, error) {
	n := copy(p, r.bytes[r.at:])
	r.at = (r.at + n) % len(r.bytes)
	return n, nil
}

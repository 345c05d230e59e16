package png

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	stdpng "image/png"
	"math/rand/v2"
	"testing"

	"framepost/api/frame"
)

// noisy returns a frame of soft waves and noise.
func noisy(w, h int, s frame.Sampling) *frame.Frame {
	f, random := frame.New(w, h, s), rand.New(rand.NewPCG(1, uint64(w*h)))
	for i, plane := range f.Planes() {
		for y := range plane.H {
			row := plane.Row(y)
			for x := range row {
				row[x] = byte(40*i + x*y/7 + random.IntN(9))
			}
		}
	}
	return f
}

func encoded(t testing.TB, f *frame.Frame) []byte {
	t.Helper()
	out, err := Encode(context.Background(), f)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes
}

// image/png reads the very pixels that the frame has as NRGBA.
func TestEncode(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {2, 1}, {1, 3}, {17, 5}, {64, 48}, {301, 203}} {
		for name, f := range map[string]*frame.Frame{
			"grey":  noisy(size[0], size[1], frame.Gray),
			"4:2:0": noisy(size[0], size[1], frame.YUV420),
			"4:4:4": noisy(size[0], size[1], frame.YUV444),
			"NRGBA": frame.OfNRGBA(noisy(size[0], size[1], frame.YUV420).NRGBA()),
		} {
			got, err := stdpng.Decode(bytes.NewReader(encoded(t, f)))
			if err != nil {
				t.Fatalf("%v %s: %v", size, name, err)
			}
			if _, gray := got.(*image.Gray); gray != (name == "grey") {
				t.Errorf("%v %s: decoded as %T", size, name, got)
			}
			want := f.NRGBA()
			if got.Bounds() != want.Rect {
				t.Fatalf("%v %s: %v; want %v", size, name, got.Bounds(), want.Rect)
			}
			for y := range size[1] {
				for x := range size[0] {
					if c := color.NRGBAModel.Convert(got.At(x, y)); c != want.NRGBAAt(x, y) {
						t.Fatalf("%v %s: %v at %d,%d; want %v", size, name, c, x, y, want.NRGBAAt(x, y))
					}
				}
			}
		}
	}
}

// A frame of one colour, and one whose rows are alike, take few bytes: repetitions are found.
func TestEncodeIsSmallForDrawings(t *testing.T) {
	f := frame.New(640, 480, frame.YUV420)
	for _, plane := range f.Planes() {
		for y := range plane.H {
			for x := range plane.W {
				plane.Row(y)[x] = byte(x / 40 * 16)
			}
		}
	}
	if n := len(encoded(t, f)); n > 10_000 {
		t.Errorf("%d bytes", n)
	}
}

// The smallest file, byte by byte but for the compressed data.
func TestEncodeChunks(t *testing.T) {
	f := frame.New(1, 1, frame.Gray)
	f.Planes()[0].Row(0)[0] = 200
	file := encoded(t, f)
	if begin := "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00"; !bytes.HasPrefix(file, []byte(begin)) {
		t.Errorf("it begins with %q", file[:len(begin)])
	}
	if end := "\x00\x00\x00\x00IEND\xaeB`\x82"; !bytes.HasSuffix(file, []byte(end)) {
		t.Errorf("it ends with %q", file[len(file)-len(end):])
	}
}

func TestEncodeStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if out, err := Encode(ctx, noisy(640, 480, frame.YUV420)); !errors.Is(err, context.Canceled) || out != nil {
		t.Errorf("%v, %v", out, err)
	}
}

func BenchmarkEncode(b *testing.B) {
	f := noisy(640, 480, frame.YUV420)
	b.ReportAllocs()
	b.SetBytes(640 * 480)
	for b.Loop() {
		out, err := Encode(context.Background(), f)
		if err != nil {
			b.Fatal(err)
		}
		out.Release()
	}
}

// BenchmarkEncodeImagePNG is the standard library's encoder, for comparison.
func BenchmarkEncodeImagePNG(b *testing.B) {
	img := noisy(640, 480, frame.YUV420).NRGBA()
	encoder := stdpng.Encoder{CompressionLevel: stdpng.BestSpeed}
	b.ReportAllocs()
	b.SetBytes(640 * 480)
	for b.Loop() {
		var out bytes.Buffer
		if err := encoder.Encode(&out, img); err != nil {
			b.Fatal(err)
		}
	}
}

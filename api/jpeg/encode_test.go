package jpeg

import (
	"bytes"
	"context"
	"fmt"
	"image"
	stdjpeg "image/jpeg"
	"math"
	"testing"

	"framepost/api/frame"
	"framepost/api/pool"

	"github.com/gen2brain/jpegn"
)

var ratios = map[frame.Sampling]image.YCbCrSubsampleRatio{
	frame.YUV444: image.YCbCrSubsampleRatio444,
	frame.YUV422: image.YCbCrSubsampleRatio422,
	frame.YUV440: image.YCbCrSubsampleRatio440,
	frame.YUV420: image.YCbCrSubsampleRatio420,
	frame.YUV411: image.YCbCrSubsampleRatio411,
	frame.YUV410: image.YCbCrSubsampleRatio410,
}

var allSamplings = []frame.Sampling{frame.Gray, frame.YUV444, frame.YUV422, frame.YUV440, frame.YUV420, frame.YUV411, frame.YUV410}

// photoFrame returns photo as a frame whose planes end with their last samples.
func photoFrame(w, h int, s frame.Sampling) *frame.Frame {
	if s == frame.Gray {
		img := photo(w, h, image.YCbCrSubsampleRatio444)
		return frame.Of(s, frame.Plane{Pix: img.Y[:w*h], Stride: w, W: w, H: h})
	}
	img := photo(w, h, ratios[s])
	cw, ch := s.ChromaSize(w, h)
	return frame.Of(s, frame.Plane{Pix: img.Y[:w*h], Stride: w, W: w, H: h},
		frame.Plane{Pix: img.Cb[:cw*ch], Stride: cw, W: cw, H: ch},
		frame.Plane{Pix: img.Cr[:cw*ch], Stride: cw, W: cw, H: ch})
}

// encode encodes f and copies the bytes, so that they outlive the buffer.
func encode(f *frame.Frame, quality int) []byte {
	buf := lent(f, quality)
	defer buf.Release()
	return bytes.Clone(buf.Bytes)
}

// lent encodes f into a buffer that the caller releases.
func lent(f *frame.Frame, quality int) *pool.Buffer {
	buf, err := Encode(context.Background(), f, quality)
	if err != nil {
		panic(err) // the context never ends
	}
	return buf
}

// planesOf returns the planes of a decoded picture.
func planesOf(t testing.TB, img image.Image) []frame.Plane {
	t.Helper()
	size := img.Bounds().Size()
	switch img := img.(type) {
	case *image.Gray:
		return []frame.Plane{{Pix: img.Pix, Stride: img.Stride, W: size.X, H: size.Y}}
	case *image.YCbCr:
		for s, ratio := range ratios {
			if ratio == img.SubsampleRatio {
				cw, ch := s.ChromaSize(size.X, size.Y)
				return []frame.Plane{{Pix: img.Y, Stride: img.YStride, W: size.X, H: size.Y},
					{Pix: img.Cb, Stride: img.CStride, W: cw, H: ch}, {Pix: img.Cr, Stride: img.CStride, W: cw, H: ch}}
			}
		}
	}
	t.Fatalf("decoded to a %T", img)
	return nil
}

// psnr compares planes of the same sizes, in dB.
func psnr(t testing.TB, a, b []frame.Plane) float64 {
	t.Helper()
	if len(a) != len(b) {
		t.Fatalf("%d planes and %d", len(a), len(b))
	}
	sum, n := 0.0, 0
	for i := range a {
		if a[i].W != b[i].W || a[i].H != b[i].H {
			t.Fatalf("plane %d: %d×%d and %d×%d", i, a[i].W, a[i].H, b[i].W, b[i].H)
		}
		for y := range a[i].H {
			for x, v := range a[i].Row(y) {
				d := float64(v) - float64(b[i].Row(y)[x])
				sum += d * d
				n++
			}
		}
	}
	return 10 * math.Log10(255*255/max(sum/float64(n), 1e-9))
}

// A grey block consists of the DC difference 0, an end of block, and ones to fill the byte.
func TestEncodeGreyBlock(t *testing.T) {
	f := frame.Of(frame.Gray, frame.Plane{Pix: bytes.Repeat([]byte{128}, 64), Stride: 8, W: 8, H: 8})
	data := encode(f, 90)
	start := []byte{0xFF, markerSOI, 0xFF, markerAPP0, 0, 16, 'J', 'F', 'I', 'F', 0}
	if !bytes.HasPrefix(data, start) {
		t.Errorf("begins with % x", data[:len(start)])
	}
	end := []byte{0xFF, markerSOS, 0, 8, 1, 1, 0, 0, 63, 0, 0b00_1010_11, 0xFF, markerEOI}
	if !bytes.HasSuffix(data, end) {
		t.Errorf("ends with % x, want % x", data[len(data)-len(end):], end)
	}
}

func TestEncodeIsReadByOthers(t *testing.T) {
	decoders := map[string]func([]byte) (image.Image, error){
		"image/jpeg": func(b []byte) (image.Image, error) { return stdjpeg.Decode(bytes.NewReader(b)) },
		"jpegn":      func(b []byte) (image.Image, error) { return jpegn.Decode(bytes.NewReader(b)) },
	}
	sizes := []image.Point{{1, 1}, {1, 9}, {9, 1}, {2, 2}, {8, 8}, {17, 13}, {16, 33}, {65, 31}, {250, 130}, {801, 20}}
	// The least PSNR for any of these, in dB: that of 2×2 samples at quality 1.
	least := map[int]float64{1: 12, 30: 26, 75: 30, 95: 37, 100: 46}
	for _, s := range allSamplings {
		for _, size := range sizes {
			f := photoFrame(size.X, size.Y, s)
			for quality, want := range least {
				data := encode(f, quality)
				for name, decode := range decoders {
					img, err := decode(data)
					if err != nil {
						t.Fatalf("%s, sampling %d, %v, quality %d: %v", name, s, size, quality, err)
					}
					if got := psnr(t, planesOf(t, img), f.Planes()); got < want {
						t.Errorf("%s, sampling %d, %v, quality %d: %.1f dB", name, s, size, quality, got)
					}
				}
			}
		}
	}
}

func TestEncodeIsReadByUs(t *testing.T) {
	for _, s := range allSamplings {
		f := photoFrame(77, 45, s)
		data := encode(f, 95)
		h, err := ParseHeader(data)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Decode(context.Background(), data, h, 1)
		if err != nil {
			t.Fatal(err)
		}
		if back.Sampling() != s {
			t.Errorf("sampling %d became %d", s, back.Sampling())
		}
		if got := psnr(t, back.Planes(), f.Planes()); got < 37 {
			t.Errorf("sampling %d: %.1f dB", s, got)
		}
		back.Release()
	}
}

// bodies returns the concatenated bodies of all segments with the marker.
func bodies(data []byte, marker byte) (all []byte) {
	walk := segments{data: data, pos: 2}
	for seg, ok := walk.next(); ok; seg, ok = walk.next() {
		if seg.marker == marker {
			all = append(all, seg.body...)
		}
	}
	return all
}

// image/jpeg also uses libjpeg's scale of qualities, the same Huffman tables and an accurate
// DCT, so nearly all coefficients are the same.
func TestEncodeLikeImageJPEG(t *testing.T) {
	img := photo(250, 130, image.YCbCrSubsampleRatio420)
	planes := planesOf(t, img)
	for quality := 1; quality <= 100; quality++ {
		var buf bytes.Buffer
		if err := stdjpeg.Encode(&buf, img, &stdjpeg.Options{Quality: quality}); err != nil {
			t.Fatal(err)
		}
		ours, theirs := encode(frame.Of(frame.YUV420, planes...), quality), buf.Bytes()
		for _, marker := range []byte{markerDQT, markerDHT, markerSOF0, markerSOS} {
			if got, want := bodies(ours, marker), bodies(theirs, marker); !bytes.Equal(got, want) {
				t.Errorf("quality %d, marker %X: % x, want % x", quality, marker, got, want)
			}
		}
		sos := []byte{0xFF, markerSOS}
		got, want := len(ours)-bytes.Index(ours, sos), len(theirs)-bytes.Index(theirs, sos)
		if math.Abs(float64(got-want)) > 0.01*float64(want) {
			t.Errorf("quality %d: %d bytes of scan, image/jpeg has %d", quality, got, want)
		}
		if got, want := loss(t, ours, planes), loss(t, theirs, planes); math.Abs(got-want) > 0.05 {
			t.Errorf("quality %d: %.3f dB, image/jpeg has %.3f", quality, got, want)
		}
	}
}

// loss returns the PSNR between planes and the picture that another decoder makes of data.
func loss(t *testing.T, data []byte, planes []frame.Plane) float64 {
	t.Helper()
	img, err := stdjpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return psnr(t, planesOf(t, img), planes)
}

func TestEncodeQualityIsBounded(t *testing.T) {
	f := photoFrame(40, 30, frame.YUV420)
	for got, want := range map[int]int{-3: 1, 0: 1, 101: 100, 1000: 100} {
		if !bytes.Equal(encode(f, got), encode(f, want)) {
			t.Errorf("quality %d is not %d", got, want)
		}
	}
}

// A frame may be a window into larger planes; the samples around it must not matter.
func TestEncodeWindow(t *testing.T) {
	for _, s := range allSamplings {
		for _, size := range []image.Point{{1, 1}, {17, 13}, {32, 32}, {131, 47}} {
			f := photoFrame(size.X, size.Y, s)
			var windows []frame.Plane
			for i, p := range f.Planes() {
				w := frame.Plane{Stride: p.W + 5 + i, W: p.W, H: p.H}
				around := bytes.Repeat([]byte{0, 255}, w.Stride*(p.H+2))
				w.Pix = around[w.Stride+2:][:(p.H-1)*w.Stride+p.W]
				for y := range p.H {
					copy(w.Row(y), p.Row(y))
				}
				windows = append(windows, w)
			}
			if !bytes.Equal(encode(frame.Of(s, windows...), 90), encode(f, 90)) {
				t.Errorf("sampling %d, %v: what is around the window shows", s, size)
			}
		}
	}
}

// The buffer grows if a picture takes more bytes than usual.
func TestEncodeNoise(t *testing.T) {
	const w, h = 333, 111
	pix := make([]byte, 3*w*h)
	for i, seed := 0, uint32(7); i < len(pix); i++ {
		seed = seed*1664525 + 1013904223
		pix[i] = byte(seed >> 31 * 255) // black or white
	}
	plane := func(i int) frame.Plane { return frame.Plane{Pix: pix[i*w*h:][:w*h], Stride: w, W: w, H: h} }
	f := frame.Of(frame.YUV444, plane(0), plane(1), plane(2))
	data := encode(f, 100)
	if len(data) < 3*w*h {
		t.Errorf("%d bytes", len(data))
	}
	if got := loss(t, data, f.Planes()); got < 50 {
		t.Errorf("%.1f dB", got)
	}
}

func BenchmarkEncode(b *testing.B) {
	for _, size := range []image.Point{{640, 480}, {700, 525}, {1280, 720}} {
		f := photoFrame(size.X, size.Y, frame.YUV420)
		for _, quality := range []int{85, 95} {
			b.Run(fmt.Sprintf("%dx%d/q%d", size.X, size.Y, quality), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					lent(f, quality).Release()
				}
			})
		}
	}
}

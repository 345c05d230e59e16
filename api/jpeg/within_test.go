package jpeg

import (
	"bytes"
	"context"
	"errors"
	"image"
	stdjpeg "image/jpeg"
	"testing"

	"framepost/api/frame"
)

const leastQuality = 20

// fitted encodes f within limit and copies the bytes. It checks what holds for every frame.
func fitted(t testing.TB, f *frame.Frame, limit, best int) (data []byte, quality int, err error) {
	t.Helper()
	buf, quality, err := EncodeWithin(context.Background(), f, Limit{Bytes: limit, Worst: min(leastQuality, best), Best: best})
	if small := (*TooSmallError)(nil); errors.As(err, &small) {
		if small.Bytes <= limit || small.Quality != min(leastQuality, best) {
			t.Errorf("limit %d, best %d: %v", limit, best, err)
		}
		return nil, 0, err
	} else if err != nil {
		t.Fatal(err)
	}
	defer buf.Release()
	if len(buf.Bytes) > limit {
		t.Errorf("%d bytes, above the limit of %d", len(buf.Bytes), limit)
	}
	if quality > best || quality < min(leastQuality, best) {
		t.Errorf("quality %d, best %d", quality, best)
	}
	return bytes.Clone(buf.Bytes), quality, nil
}

// Others read the file, and the quality is what it says: the picture is as near as at the
// quality below.
func TestEncodeWithinIsReadByOthers(t *testing.T) {
	for _, s := range allSamplings {
		for _, size := range []image.Point{{1, 1}, {2, 2}, {17, 13}, {16, 33}, {65, 31}, {250, 130}, {801, 20}} {
			f := photoFrame(size.X, size.Y, s)
			for _, limit := range []int{1, 500, 1500, 5000, 20_000} {
				data, quality, err := fitted(t, f, limit, 100)
				if err != nil {
					continue
				}
				img, err := stdjpeg.Decode(bytes.NewReader(data))
				if err != nil {
					t.Fatalf("sampling %d, %v, limit %d: %v", s, size, limit, err)
				}
				got, want := psnr(t, planesOf(t, img), f.Planes()), loss(t, encode(f, quality), f.Planes())
				if got < want-2 { // chance, in the smallest
					t.Errorf("sampling %d, %v, limit %d: %.1f dB, quality %d has %.1f", s, size, limit, got, quality, want)
				}
			}
		}
	}
}

// At the best quality the samples are those of Encode: only the codes are others.
func TestEncodeWithinHasTheSameCoefficients(t *testing.T) {
	for _, s := range allSamplings {
		for _, best := range []int{7, 30, 85, 100} {
			f := photoFrame(201, 99, s)
			data, quality, err := fitted(t, f, 1<<20, best)
			if err != nil || quality != best {
				t.Fatalf("sampling %d: quality %d, want %d (%v)", s, quality, best, err)
			}
			plain := encode(f, best)
			if len(data) >= len(plain) {
				t.Errorf("sampling %d, quality %d: %d bytes, %d without codes of its own", s, best, len(data), len(plain))
			}
			got, want := read(t, data), read(t, plain)
			for i := range want {
				for y := range want[i].H {
					if !bytes.Equal(got[i].Row(y), want[i].Row(y)) {
						t.Fatalf("sampling %d, quality %d: row %d of plane %d differs", s, best, y, i)
					}
				}
			}
		}
	}
}

// read returns the planes of the picture that another decoder makes of data.
func read(t *testing.T, data []byte) []frame.Plane {
	t.Helper()
	img, err := stdjpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return planesOf(t, img)
}

// The error says what is enough, to the byte.
func TestTooSmallErrorIsExact(t *testing.T) {
	for _, s := range []frame.Sampling{frame.Gray, frame.YUV444, frame.YUV420} {
		f := photoFrame(333, 111, s)
		_, _, err := fitted(t, f, 10, 100)
		var small *TooSmallError
		if !errors.As(err, &small) {
			t.Fatal(err)
		}
		if _, _, err := fitted(t, f, small.Bytes, 100); err != nil {
			t.Errorf("%d bytes: %v", small.Bytes, err)
		}
		// At the quality that it names, nothing is left out.
		data, _, err := fitted(t, f, small.Bytes, leastQuality)
		if err != nil || len(data) != small.Bytes {
			t.Errorf("%d bytes of %d (%v)", len(data), small.Bytes, err)
		}
		if _, _, err := fitted(t, f, small.Bytes-1, leastQuality); err == nil {
			t.Error("a byte less was enough")
		}
	}
}

// About a limit, a file is the one within it if there is one, and else the smallest of those at the
// worst quality, whose size the refusal says.
func TestEncodeWithinAbout(t *testing.T) {
	f := photoFrame(250, 130, frame.YUV420)
	for _, limit := range []int{1, 700, 1500, 5000, 20_000} {
		want, wantQuality, err := fitted(t, f, limit, 100)
		var small *TooSmallError
		if errors.As(err, &small) {
			want, wantQuality, err = fitted(t, f, small.Bytes, leastQuality)
		}
		if err != nil {
			t.Fatal(err)
		}
		got, quality, err := EncodeWithin(context.Background(), f, Limit{Bytes: limit, Worst: leastQuality, Best: 100, About: true})
		if err != nil {
			t.Fatal(err)
		}
		if quality != wantQuality || !bytes.Equal(got.Bytes, want) {
			t.Errorf("limit %d: quality %d, %d bytes, want %d, %d", limit, quality, len(got.Bytes), wantQuality, len(want))
		}
		got.Release()
	}
}

func TestEncodeWithinEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := EncodeWithin(ctx, photoFrame(40, 30, frame.YUV420), Limit{Bytes: 9999, Worst: leastQuality, Best: 100}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestQualityOf(t *testing.T) {
	for percent, want := range map[float64]int{0: 100, 0.5: 100, 1: 100, 1.5: 99, 2: 99, 30: 85, 31: 84, 100: 50, 101: 49, 250: 20, 5000: 1, 9999: 1} {
		if got := qualityOf(percent); got != want {
			t.Errorf("scale %v: quality %d, want %d", percent, got, want)
		}
	}
	for quality := 1; quality <= 100; quality++ {
		if got := qualityOf(percentOf(quality)); got != quality {
			t.Errorf("quality %d became %d", quality, got)
		}
	}
}

func FuzzEncodeWithin(f *testing.F) {
	f.Add(uint8(0), uint8(0), uint8(4), 300, uint8(99), []byte{})
	f.Add(uint8(199), uint8(33), uint8(1), 20_000, uint8(100), bytes.Repeat([]byte{0, 255, 255, 0, 255}, 99))
	f.Add(uint8(90), uint8(80), uint8(0), 999, uint8(50), []byte("a grey block"))
	f.Fuzz(func(t *testing.T, width, height, sampling uint8, limit int, best uint8, samples []byte) {
		s := allSamplings[int(sampling)%len(allSamplings)]
		w, h := int(width)+1, int(height)+1
		img := frame.New(w, h, s)
		defer img.Release()
		for _, p := range img.Planes() {
			for i := range p.Pix {
				p.Pix[i] = 128
				if len(samples) > 0 {
					p.Pix[i] = samples[i%len(samples)]
				}
			}
		}
		data, _, err := fitted(t, img, limit, 1+int(best)%100)
		if err != nil {
			return
		}
		back, err := stdjpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if back.Bounds() != image.Rect(0, 0, w, h) {
			t.Errorf("%v, want %d×%d", back.Bounds(), w, h)
		}
	})
}

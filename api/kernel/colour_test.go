package kernel

import (
	"bytes"
	"image/color"
	"math"
	"testing"
)

func TestYCbCrToRGBA(t *testing.T) {
	for _, c := range []struct {
		name      string
		y, cb, cr byte
		want      [4]byte
	}{
		{"black", 0, 128, 128, [4]byte{0, 0, 0, 255}},
		{"grey", 100, 128, 128, [4]byte{100, 100, 100, 255}},
		{"white", 255, 128, 128, [4]byte{255, 255, 255, 255}},
		{"red", 76, 85, 255, [4]byte{254, 0, 0, 255}},
		{"green", 150, 44, 21, [4]byte{0, 255, 1, 255}},
		{"blue", 29, 255, 107, [4]byte{0, 0, 254, 255}},
		{"no such colour", 255, 255, 255, [4]byte{255, 121, 255, 255}},
	} {
		var got [4]byte
		YCbCrToRGBA(got[:], []byte{c.y}, []byte{c.cb}, []byte{c.cr}, 1)
		if got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Every luma and chroma against the formulas in floating point: off by one where they
// come close to a half, never by more.
func TestYCbCrToRGBAByFormula(t *testing.T) {
	y, got := make([]byte, 256), make([]byte, 4*256)
	for i := range y {
		y[i] = byte(i)
	}
	for cb := range 256 {
		for cr := 0; cr < 256; cr += 3 {
			b, r := float64(cb)-128, float64(cr)-128
			plane := [2][]byte{bytes.Repeat([]byte{byte(cb)}, 256), bytes.Repeat([]byte{byte(cr)}, 256)}
			YCbCrToRGBA(got, y, plane[0], plane[1], 1)
			for i, luma := range y {
				l := float64(luma)
				want := [3]float64{l + 1.402*r, l - 0.344136*b - 0.714136*r, l + 1.772*b}
				for k, v := range want {
					if d := math.Abs(float64(got[4*i+k]) - min(max(v, 0), 255)); d > 0.54 {
						t.Fatalf("%d, %d, %d: sample %d is %d, want %.3f", luma, cb, cr, k, got[4*i+k], v)
					}
				}
			}
		}
	}
}

func TestChromaSteps(t *testing.T) {
	const n = 37
	y := noise(n, 1)
	for _, step := range []int{1, 2, 4} {
		cb, cr := noise((n+step-1)/step, 2), noise((n+step-1)/step, 3)
		got, want := make([]byte, 4*n), make([]byte, 4)
		YCbCrToRGBA(got, y, cb, cr, step)
		for i := range y {
			YCbCrToRGBA(want, y[i:i+1], cb[i/step:][:1], cr[i/step:][:1], 1)
			if !bytes.Equal(got[4*i:4*i+4], want) {
				t.Fatalf("a chroma sample for %d: pixel %d is %v, want %v", step, i, got[4*i:4*i+4], want)
			}
		}
	}
}

// image/color has the same formulas with 16 bits.
func TestRGBAToYCbCr(t *testing.T) {
	for r := 0; r < 256; r += 5 {
		for g := 0; g < 256; g += 5 {
			for b := 0; b < 256; b += 5 {
				pixel := []byte{byte(r), byte(g), byte(b), 255}
				row := append(append([]byte{}, pixel...), pixel...)
				var y, cb, cr [1]byte
				RGBAToY(y[:], pixel)
				RGBAToCbCr420(cb[:], cr[:], row, row)
				wantY, wantCb, wantCr := color.RGBToYCbCr(byte(r), byte(g), byte(b))
				if apart(y[0], wantY) > 1 || apart(cb[0], wantCb) > 1 || apart(cr[0], wantCr) > 1 {
					t.Fatalf("%v: %d %d %d, want %d %d %d", pixel, y, cb, cr, wantY, wantCb, wantCr)
				}
				if r == g && g == b && (y[0] != byte(r) || cb[0] != 128 || cr[0] != 128) {
					t.Fatalf("grey %d: %d %d %d", r, y, cb, cr)
				}
			}
		}
	}
}

func apart(a, b byte) int { return max(int(a)-int(b), int(b)-int(a)) }

// Chroma is the mean of four pixels; of an odd last column, of two.
func TestRGBAToCbCr420(t *testing.T) {
	red, blue, black := []byte{255, 0, 0, 255}, []byte{0, 0, 255, 255}, []byte{0, 0, 0, 255}
	top := bytes.Join([][]byte{red, blue, red}, nil)
	bottom := bytes.Join([][]byte{black, black, blue}, nil)
	var cb, cr [2]byte
	RGBAToCbCr420(cb[:], cr[:], top, bottom)
	if cb != [2]byte{149, 170} || cr != [2]byte{155, 181} {
		t.Errorf("Cb %v, Cr %v", cb, cr)
	}
}

func TestGrayToRGBA(t *testing.T) {
	var got [8]byte
	if GrayToRGBA(got[:], []byte{7, 200}); got != [8]byte{7, 7, 7, 255, 200, 200, 200, 255} {
		t.Error(got)
	}
}

func TestIsGray(t *testing.T) {
	for n := 1; n < 9; n++ {
		pixels := make([]byte, 4*n)
		GrayToRGBA(pixels, noise(n, n))
		pixels[4*n-1] = 3 // alpha has no say
		if !IsGray(pixels) {
			t.Errorf("%d grey pixels are not grey", n)
		}
		for i := range pixels {
			if i%4 == 3 {
				continue
			}
			if pixels[i] ^= 1; IsGray(pixels) {
				t.Errorf("%d pixels with a colour at %d are grey", n, i)
			}
			pixels[i] ^= 1
		}
	}
}

func BenchmarkColour(b *testing.B) {
	const n = 640
	y, cb, cr, pixels := noise(n, 1), noise(n/2, 2), noise(n/2, 3), noise(4*n, 4)
	gray := make([]byte, 4*n)
	for name, f := range map[string]func(){
		"YCbCrToRGBA":   func() { YCbCrToRGBA(pixels, y, cb, cr, 2) },
		"RGBAToY":       func() { RGBAToY(y, pixels) },
		"RGBAToCbCr420": func() { RGBAToCbCr420(cb, cr, pixels, pixels) },
		"GrayToRGBA":    func() { GrayToRGBA(pixels, y) },
		"IsGray":        func() { IsGray(gray) },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(4 * n)
			b.ReportAllocs()
			for b.Loop() {
				f()
			}
		})
	}
}

package kernel

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
)

// squareRoots codes light by its square root.
func squareRoots() *[1<<LightBits + 1]byte {
	var code [1<<LightBits + 1]byte
	for i := range code {
		code[i] = byte(math.Round(255 * math.Sqrt(float64(i)/(1<<LightBits))))
	}
	return &code
}

func TestMatrixTRC(t *testing.T) {
	// Squares to light; green loses a quarter of what red has, blue is half of both.
	m := NewMatrixTRC(func(component int, value byte) [3]float64 {
		light := float64(value) / 255 * float64(value) / 255
		return [3][3]float64{{light, -light / 4, light / 2}, {0, light, light / 2}, {light, 0, 0}}[component]
	}, squareRoots())
	for _, c := range []struct{ from, to [4]byte }{
		{[4]byte{0, 0, 0, 7}, [4]byte{0, 0, 0, 7}},
		{[4]byte{255, 0, 0, 255}, [4]byte{255, 0, 180, 255}},
		{[4]byte{0, 255, 0, 255}, [4]byte{0, 255, 180, 255}},
		{[4]byte{255, 255, 0, 255}, [4]byte{255, 221, 255, 255}},
		{[4]byte{255, 255, 255, 255}, [4]byte{255, 221, 255, 255}}, // red would be 1.41
		{[4]byte{100, 0, 100, 255}, [4]byte{141, 0, 71, 255}},
	} {
		got := c.from
		if m.RGBA(got[:]); got != c.to {
			t.Errorf("%v: %v, want %v", c.from, got, c.to)
		}
	}
}

// Light beyond all sense neither overflows into another component nor panics.
func TestMatrixTRCExtremes(t *testing.T) {
	for _, light := range []float64{1e300, -1e300, math.Inf(1), math.Inf(-1), math.NaN()} {
		m := NewMatrixTRC(func(component int, _ byte) [3]float64 { return [3]float64{light, 0, -light} }, squareRoots())
		got := []byte{1, 2, 3, 4}
		want := []byte{0, 0, 255, 4}
		switch {
		case light > 0:
			want = []byte{255, 0, 0, 4}
		case math.IsNaN(light):
			want = []byte{0, 0, 0, 4}
		}
		if m.RGBA(got); !bytes.Equal(got, want) {
			t.Errorf("light of %g: %v, want %v", light, got, want)
		}
	}
}

// At every length whole pixels are converted, each on its own, and nothing else.
func TestMatrixTRCLengths(t *testing.T) {
	m := NewMatrixTRC(func(component int, value byte) (light [3]float64) {
		light[2-component] = float64(value) / 255
		return light
	}, squareRoots())
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 70 {
		pixels := make([]byte, n)
		for i := range pixels {
			pixels[i] = byte(r.Uint32())
		}
		want := bytes.Clone(pixels)
		for i := 0; i+4 <= n; i += 4 {
			for j := range 3 {
				want[i+j] = byte(math.Round(255 * math.Sqrt(float64(pixels[i+2-j])/255)))
			}
		}
		m.RGBA(pixels)
		for i := range pixels {
			if d := int(pixels[i]) - int(want[i]); d < -1 || d > 1 {
				t.Fatalf("%d bytes: %v, want %v", n, pixels, want)
			}
		}
	}
}

func BenchmarkMatrixTRC(b *testing.B) {
	m := NewMatrixTRC(func(component int, value byte) [3]float64 { return [3]float64{float64(value) / 800} }, squareRoots())
	pixels := noise(4*640*480, 1)
	b.SetBytes(640 * 480)
	b.ReportAllocs()
	for b.Loop() {
		m.RGBA(pixels)
	}
}

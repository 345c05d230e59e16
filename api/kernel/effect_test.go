package kernel

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
)

func TestRotateHueLiterals(t *testing.T) {
	for angle, want := range map[float64][2]byte{0: {108, 148}, math.Pi / 2: {108, 108}, math.Pi: {148, 108}, -math.Pi / 2: {148, 148}} {
		cb, cr := []byte{108}, []byte{148}
		RotateHue(cb, cr, angle)
		if cb[0] != want[0] || cr[0] != want[1] {
			t.Errorf("by %.2f: got %d, %d, want %v", angle, cb[0], cr[0], want)
		}
	}
	cb, cr := []byte{0, 255}, []byte{0, 255}
	RotateHue(cb, cr, math.Pi/4) // out of the range along one axis
	if !bytes.Equal(cb, []byte{128, 128}) || !bytes.Equal(cr, []byte{0, 255}) {
		t.Errorf("the corners become %v, %v", cb, cr)
	}
}

func TestRotateHueIsRotation(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for n := range 50 {
		angle := rnd.Float64() * 7
		cb, cr := randomRow(rnd, n), randomRow(rnd, n)
		gotB, gotR := bytes.Clone(cb), bytes.Clone(cr)
		RotateHue(gotB, gotR, angle)
		for i := range cb {
			b, r := float64(cb[i])-128, float64(cr[i])-128
			wantB := min(max(128+b*math.Cos(angle)-r*math.Sin(angle), 0), 255)
			wantR := min(max(128+b*math.Sin(angle)+r*math.Cos(angle), 0), 255)
			if math.Abs(float64(gotB[i])-wantB) > 0.51 || math.Abs(float64(gotR[i])-wantR) > 0.51 {
				t.Fatalf("%d, %d by %.3f: got %d, %d, want %.2f, %.2f", cb[i], cr[i], angle, gotB[i], gotR[i], wantB, wantR)
			}
		}
	}
}

func TestFade(t *testing.T) {
	across := []uint32{0, 16384, 32767}
	tests := []struct {
		down, share uint32
		middle      byte
		want        []byte // of 200, 200, 200
	}{
		{0, 0, 0, []byte{200, 200, 200}},
		{0, 65535, 0, []byte{200, 188, 150}}, // less a 16th and a quarter
		{32767, 65535, 0, []byte{150, 88, 0}},
		{32767, 65535, 128, []byte{182, 160, 128}},
		{32767, 32768, 0, []byte{175, 144, 100}},
	}
	for _, test := range tests {
		got := []byte{200, 200, 200}
		Fade(got, across, test.down, test.share, test.middle)
		if !bytes.Equal(got, test.want) {
			t.Errorf("%+v: got %v", test, got)
		}
	}
}

func TestAddNoise(t *testing.T) {
	noise := new(Noise)
	place := len(noise) - 1 // the ring ends after the first sample
	values := []int{0, 128, 255}
	for i, n := range []int8{-10, 10, 10} {
		noise[(place+i+values[i]*valueStep)%len(noise)] = n
	}
	for gain, want := range map[int32][]byte{0: {0, 128, 255}, 256: {0, 138, 255}, 512: {0, 148, 255}, -256: {10, 118, 245}} {
		got := []byte{0, 128, 255}
		AddNoise(got, noise, place, gain)
		if !bytes.Equal(got, want) {
			t.Errorf("gain %d: got %v, want %v", gain, got, want)
		}
	}
}

func TestMapTiles(t *testing.T) {
	upper, lower := make([][256]byte, 2), make([][256]byte, 2)
	upper[0][7], upper[1][7], lower[0][7], lower[1][7] = 0, 100, 40, 200
	spans := []TileSpan{{0, 1, 0, 0}, {1, 3, 0, 1}, {3, 4, 1, 1}}
	for down, want := range map[uint][]byte{0: {0, 0, 50, 100}, 128: {20, 20, 85, 150}} {
		got := []byte{7, 7, 7, 7}
		MapTiles(got, upper, lower, spans, []byte{200, 0, 128, 50}, down)
		if !bytes.Equal(got, want) {
			t.Errorf("%d/256 down: got %v, want %v", down, got, want)
		}
	}
}

func BenchmarkRotateHue(b *testing.B) {
	cb, cr := make([]byte, 320), make([]byte, 320)
	b.SetBytes(640)
	b.ReportAllocs()
	for b.Loop() {
		RotateHue(cb, cr, 1)
	}
}

func BenchmarkFade(b *testing.B) {
	row, across := make([]byte, 640), make([]uint32, 640)
	b.SetBytes(640)
	b.ReportAllocs()
	for b.Loop() {
		Fade(row, across, 1000, 40000, 0)
	}
}

func BenchmarkAddNoise(b *testing.B) {
	row, noise := make([]byte, 640), new(Noise)
	b.SetBytes(640)
	b.ReportAllocs()
	for b.Loop() {
		AddNoise(row, noise, 0, 100)
	}
}

func BenchmarkMapTiles(b *testing.B) {
	row, weights := make([]byte, 640), make([]byte, 640)
	tables := make([][256]byte, 2)
	b.SetBytes(640)
	b.ReportAllocs()
	for b.Loop() {
		MapTiles(row, tables, tables, []TileSpan{{0, 640, 0, 1}}, weights, 100)
	}
}

package kernel

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
)

func TestLineLiterals(t *testing.T) {
	s := Source{Pix: []byte{10, 20, 99, 30, 40, 99}, Stride: 3, W: 2, H: 2, Outside: 200}
	tests := []struct {
		name         string
		u, v, du, dv float64
		want         []byte
	}{
		{"a row", 0, 0, 1, 0, []byte{10, 20, 200, 200}},
		{"a row backwards", 1, 1, -1, 0, []byte{40, 30, 200, 200}},
		{"a column", 0, -1, 0, 1, []byte{200, 10, 30, 200}},
		{"between", -0.5, 0, 0.5, 0, []byte{105, 10, 15, 20}},
		{"the middle", 0.5, 0.5, 0, 0, []byte{25, 25, 25, 25}},
		{"a diagonal", -1, -1, 1, 1, []byte{200, 10, 40, 200}},
		{"beside", 0, 5, 1, 0, []byte{200, 200, 200, 200}},
	}
	for _, test := range tests {
		got := make([]byte, 4)
		s.Line(got, test.u, test.v, test.du, test.dv)
		if !bytes.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

func TestLineIsDefinition(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		s := Source{W: 1 + rnd.IntN(20), H: 1 + rnd.IntN(20), Outside: byte(rnd.Uint32())}
		s.Stride = s.W + rnd.IntN(3)
		s.Pix = make([]byte, s.Stride*(s.H-1)+s.W) // none behind the last sample
		for i := range s.Pix {
			s.Pix[i] = byte(rnd.Uint32())
		}
		sin, cos := math.Sincos(rnd.Float64() * 2 * math.Pi)
		u, v := 30*rnd.Float64()-5, 30*rnd.Float64()-5
		got := make([]byte, rnd.IntN(50))
		s.Line(got, u, v, cos, sin)
		for i, g := range got {
			x, y := u+float64(i)*cos, v+float64(i)*sin
			left, top := math.Floor(x), math.Floor(y)
			fx, fy := x-left, y-top
			at := func(dx, dy int) float64 { return float64(s.at(int(left)+dx, int(top)+dy)) }
			want := (1-fy)*((1-fx)*at(0, 0)+fx*at(1, 0)) + fy*((1-fx)*at(0, 1)+fx*at(1, 1))
			if math.Abs(float64(g)-want) > 2.01 {
				t.Fatalf("%d×%d from %v, %v by %v, %v: sample %d is %d, want %.2f", s.W, s.H, u, v, cos, sin, i, g, want)
			}
		}
	}
}

func TestCrossingIsCounting(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 10000 {
		start, step, limit := int64(rnd.IntN(60)-30), int64(rnd.IntN(11)-5), int64(rnd.IntN(40)-5)
		lo := rnd.IntN(10)
		hi := lo + rnd.IntN(20)
		wantLo, count := lo, 0
		for i := hi - 1; i >= lo; i-- {
			if v := start + int64(i)*step; v >= 0 && v < limit {
				wantLo, count = i, count+1
			}
		}
		gotLo, gotHi := crossing(start, step, limit, lo, hi)
		if gotHi-gotLo != count || count > 0 && gotLo != wantLo || gotLo < lo || gotHi > hi {
			t.Fatalf("crossing(%d, %d, %d, %d, %d) = %d, %d; want %d from %d", start, step, limit, lo, hi, gotLo, gotHi, count, wantLo)
		}
	}
}

func BenchmarkLine(b *testing.B) {
	s := Source{Pix: make([]byte, 640*480), Stride: 640, W: 640, H: 480}
	dst := make([]byte, 600)
	b.SetBytes(int64(len(dst)))
	b.ReportAllocs()
	for b.Loop() {
		s.Line(dst, 20, 10, 0.94, 0.34)
	}
}

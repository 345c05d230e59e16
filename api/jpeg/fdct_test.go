package jpeg

import (
	"math"
	"math/rand/v2"
	"testing"
)

// randomSamples returns 8 rows of blocks of various kinds: noise, extremes, slopes.
func randomSamples(r *rand.Rand, stride int) []byte {
	src := make([]byte, 8*stride)
	for x := 0; x < stride; x += 8 {
		kind, base, slope := r.IntN(4), r.IntN(256), r.IntN(9)-4
		for y := range 8 {
			for i := range min(8, stride-x) {
				v := base + slope*(i+y)
				switch kind {
				case 0:
					v = r.IntN(256)
				case 1:
					v = 255 * r.IntN(2)
				}
				src[y*stride+x+i] = byte(min(max(v, 0), 255))
			}
		}
	}
	return src
}

// slowDCT computes the definition (T.81 A.3.3) for the block at src; the result is [v][u].
func slowDCT(src []byte, stride int) (out [8][8]float64) {
	scale := func(k int) float64 {
		if k == 0 {
			return math.Sqrt(1.0 / 8)
		}
		return 0.5
	}
	for v := range 8 {
		for u := range 8 {
			sum := 0.0
			for y := range 8 {
				for x := range 8 {
					sum += (float64(src[y*stride+x]) - 128) *
						math.Cos(float64(2*x+1)*float64(u)*math.Pi/16) * math.Cos(float64(2*y+1)*float64(v)*math.Pi/16)
				}
			}
			out[v][u] = scale(u) * scale(v) * sum
		}
	}
	return out
}

func TestTransformPlain(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	worst := 0.0
	for range 300 {
		const stride = 40
		src := randomSamples(r, stride)
		order := []uint8{2, 0, 3, 1}
		var q quantiser
		q.set(&lumaQuant, 1+r.IntN(100))
		var c coefficients
		transformPlain(&q, &c, order, src, stride)
		for i, at := range order {
			want := slowDCT(src[8*i:], stride)
			for k, n := range zigzag {
				got, step := int(c.blocks[at][k]), float64(q.table[n])
				// How far the value is beyond half a step from its quantised value.
				worst = max(worst, math.Abs(float64(got)*step-want[n/8][n%8])-step/2)
				if (got != 0) != (c.nonzero[at]>>k&1 != 0) {
					t.Fatalf("coefficient %d is %d, its bit in %x says otherwise", k, got, c.nonzero[at])
				}
			}
		}
	}
	// The error of the integer transform, 0.134 here.
	if worst > 0.15 {
		t.Errorf("a coefficient is %.3f off", worst)
	}
}

func TestTransformVersionsAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := 2; n <= maxBlocks; n += 2 {
		for range 10 {
			stride := 8*n + r.IntN(20)
			src := randomSamples(r, stride)[:7*stride+8*n]
			order := make([]uint8, n)
			for i, at := range r.Perm(n) {
				order[i] = uint8(at)
			}
			var q quantiser
			q.set(&chromaQuant, 1+r.IntN(100))
			var plain, chosen coefficients
			transformPlain(&q, &plain, order, src, stride)
			transform(&q, &chosen, order, src, stride)
			if plain != chosen {
				t.Fatalf("%d blocks, stride %d: they differ", n, stride)
			}
		}
	}
}

func BenchmarkTransform(b *testing.B) {
	f := photoFrame(256, 8, 0)
	p := f.Planes()[0]
	order := make([]uint8, 32)
	for i := range order {
		order[i] = uint8(i)
	}
	var q quantiser
	q.set(&lumaQuant, 95)
	var c coefficients
	run := func(version func(*quantiser, *coefficients, []uint8, []byte, int)) func(*testing.B) {
		return func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(p.Pix)))
			for b.Loop() {
				version(&q, &c, order, p.Pix, p.Stride)
			}
		}
	}
	b.Run("plain", run(transformPlain))
	b.Run("chosen", run(transform))
}

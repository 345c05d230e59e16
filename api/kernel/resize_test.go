package kernel

import (
	"bytes"
	"image"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/disintegration/imaging"
)

func TestResizeLiteral(t *testing.T) {
	for _, c := range []struct {
		name      string
		x, y      Axis
		how       Scaling
		src, want string
	}{
		{"doubled", span(0, 2, 4), span(0, 2, 4), Linear, "\x00\x40" + "\x80\xC0",
			"\x00\x10\x30\x40" + "\x20\x30\x50\x60" + "\x60\x70\x90\xA0" + "\x80\x90\xB0\xC0"},
		{"halved", span(0, 4, 2), span(0, 2, 1), Area, "\x01\x02\x00\xFF" + "\x03\x04\xFF\x00", "\x03\x80"},
		{"mirrored", mirrored(0, 3, 3), span(0, 2, 2), Auto, "abc" + "def", "cba" + "fed"},
		{"flipped", span(0, 3, 3), mirrored(0, 2, 2), Auto, "abc" + "def", "def" + "abc"},
		{"cropped", span(1, 3, 2), span(1, 2, 1), Auto, "abc" + "def", "ef"},
		{"nearest", span(0, 3, 6), span(0, 2, 1), Nearest, "abc" + "def", "ddeeff"},
		{"copied", span(0, 3, 3), span(0, 2, 2), Lanczos, "abc" + "def", "abc" + "def"},
	} {
		got := make([]byte, c.x.Len*c.y.Len)
		resize(got, c.x.Len, []byte(c.src), c.x.Hi, c.x, c.y, c.how)
		if string(got) != c.want {
			t.Errorf("%s: %x, want %x", c.name, got, c.want)
		}
	}
}

// The definition, in floating point and without a rounding between the passes. Each of
// ours rounds to 8 bits, and its weights to 8 or 14.
func TestResizeByDefinition(t *testing.T) {
	const limit = 1.25
	ys := []Axis{span(0, 9, 9), span(1, 9, 20), mirrored(0, 9, 4), span(0, 9, 2)}
	for _, how := range []Scaling{Auto, Linear, Area, Lanczos} {
		worst := 0.0
		for i, x := range axes() {
			y := ys[i%len(ys)]
			src := noise(x.Hi*y.Hi, i)
			got := make([]byte, x.Len*y.Len)
			resize(got, x.Len, src, x.Hi, x, y, how)
			for k, want := range slowResize(src, x, y, how) {
				worst = max(worst, math.Abs(float64(got[k])-want))
			}
		}
		if t.Logf("by %d: at most %.2f", how, worst); worst > limit {
			t.Errorf("by %d: up to %.2f from the definition; want %.2f", how, worst, limit)
		}
	}
}

// resize resamples rows of bytes, row j at j times the stride.
func resize(dst []byte, dstStride int, src []byte, srcStride int, x, y Axis, s Scaling) {
	Resize(Plane{Pix: dst, Stride: dstStride, W: x.Len, H: y.Len}, Plane{Pix: src, Stride: srcStride, W: x.Hi, H: y.Hi}, x, y, s)
}

func slowResize(src []byte, x, y Axis, s Scaling) []float64 {
	dst := make([]float64, 0, x.Len*y.Len)
	across := make([][]float64, x.Len)
	for i := range across {
		across[i] = slowWeights(x, s, i)
	}
	for j := range y.Len {
		down := slowWeights(y, s, j)
		for i := range x.Len {
			sum := 0.0
			for v, wy := range down {
				for u, wx := range across[i] {
					sum += wy * wx * float64(src[v*x.Hi+u])
				}
			}
			dst = append(dst, sum)
		}
	}
	return dst
}

// noise is n samples of 64–191, which no kernel takes out of 0–255.
func noise(n, seed int) []byte {
	r := rand.New(rand.NewPCG(uint64(seed), 0))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(64 + r.IntN(128))
	}
	return b
}

// imaging implements the same kernels independently. Its box filter counts whole samples, so it
// equals Area only where the sizes divide.
func TestResizeAsImaging(t *testing.T) {
	kernels := map[Scaling]imaging.ResampleFilter{Linear: imaging.Linear, Area: imaging.Box, Lanczos: imaging.Lanczos}
	sizes := [][4]int{{60, 48, 30, 16}, {60, 48, 20, 8}, {31, 17, 62, 51}, {61, 47, 70, 53}, {61, 47, 33, 24}, {90, 70, 13, 9}}
	for how, theirs := range kernels {
		for _, size := range sizes {
			w, h, toW, toH := size[0], size[1], size[2], size[3]
			if how == Area && (w%toW != 0 || h%toH != 0) {
				continue
			}
			src := &image.Gray{Pix: noise(w*h, w), Stride: w, Rect: image.Rect(0, 0, w, h)}
			want := imaging.Resize(src, toW, toH, theirs)
			got := make([]byte, toW*toH)
			resize(got, toW, src.Pix, w, span(0, w, toW), span(0, h, toH), how)
			for i, v := range got {
				if d := int(v) - int(want.Pix[4*i]); d < -2 || d > 2 {
					t.Fatalf("by %d, %v: sample %d is %d, imaging's %d", how, size, i, v, want.Pix[4*i])
				}
			}
		}
	}
}

// Mirroring a result, and mirroring on the way, lead to the same bytes.
func TestResizeMirrors(t *testing.T) {
	for how := Auto; how <= Lanczos; how++ {
		for _, n := range []int{1, 5, 32, 50, 64, 97, 150} {
			src := noise(97*40, n)
			plain, flipped := make([]byte, n*30), make([]byte, n*30)
			resize(plain, n, src, 97, span(0, 97, n), span(0, 40, 30), how)
			resize(flipped, n, src, 97, mirrored(0, 97, n), mirrored(0, 40, 30), how)
			for i, v := range plain {
				if flipped[len(flipped)-1-i] != v {
					t.Fatalf("by %d to %d: sample %d is %d, mirrored %d", how, n, i, v, flipped[len(flipped)-1-i])
				}
			}
		}
	}
}

// A window into a larger plane is resized as the window alone is, whatever is around
// it, and nothing is written around the result.
func TestResizeWindows(t *testing.T) {
	for _, size := range [][4]int{{1, 1, 1, 1}, {1, 9, 5, 3}, {17, 13, 34, 30}, {64, 20, 40, 11}, {70, 20, 80, 20}, {200, 9, 70, 9}} {
		w, h, toW, toH := size[0], size[1], size[2], size[3]
		alone := noise(w*h, w)
		stride, toStride := w+9, toW+5
		wide, wideTo := noise(stride*(h+5), h), noise(toStride*toH, 1)
		for y := range h {
			copy(wide[(y+2)*stride+3:], alone[y*w:][:w])
		}
		before := bytes.Clone(wideTo)
		want := make([]byte, toW*toH)
		resize(want, toW, alone, w, mirrored(0, w, toW), span(0, h, toH), Auto)
		resize(wideTo, toStride, wide, stride, mirrored(3, 3+w, toW), span(2, 2+h, toH), Auto)
		for y := range toH {
			row := wideTo[y*toStride:][:toStride]
			if !bytes.Equal(row[:toW], want[y*toW:][:toW]) || !bytes.Equal(row[toW:], before[y*toStride:][toW:toStride]) {
				t.Fatalf("%v: row %d differs in a wider plane", size, y)
			}
		}
	}
}

// Weights are kept for the next frame, up to a bound, and shared between goroutines.
func TestResizeConcurrently(t *testing.T) {
	src := noise(40*30, 0)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for n := 1; n < 2*cachedAxes; n++ {
				got, want := make([]byte, n*9), make([]byte, n*9)
				x, y := span(0, 40, n), span(0, 30, 9)
				resize(got, n, src, 40, x, y, Auto)
				if resize(want, n, src, 40, x, y, Auto); !bytes.Equal(got, want) {
					t.Errorf("to %d: not the same twice", n)
				}
			}
		})
	}
	group.Wait()
	if n := len(cached.weights); n == 0 || n > cachedAxes {
		t.Errorf("%d axes are kept", n)
	}
}

func FuzzResize(f *testing.F) {
	f.Add(uint8(64), uint8(48), uint8(70), uint8(52), uint8(0), uint16(0), false)
	f.Add(uint8(200), uint8(1), uint8(3), uint8(99), uint8(4), uint16(77), true)
	f.Fuzz(func(t *testing.T, w, h, toW, toH, how uint8, fraction uint16, flip bool) {
		if w == 0 || h == 0 || toW == 0 || toH == 0 {
			return
		}
		const unit = 1 << 16 // the axis begins a fraction of a sample into the source
		x := Axis{Len: int(toW), Hi: int(w), Start: int64(fraction), Step: int64(w) * unit / int64(toW), Unit: unit}
		if flip {
			x.Start, x.Step = int64(w)*unit-x.Start, -x.Step
		}
		flat := bytes.Repeat([]byte{200}, int(w)*int(h))
		got := make([]byte, int(toW)*int(toH))
		resize(got, int(toW), flat, int(w), x, span(0, int(h), int(toH)), Scaling(how%5))
		for i, v := range got {
			if v != 200 {
				t.Fatalf("sample %d of a flat plane becomes %d", i, v)
			}
		}
	})
}

func BenchmarkResize(b *testing.B) {
	for name, c := range map[string]struct {
		x, y Axis
		how  Scaling
	}{
		"grow":    {mirrored(0, 640, 700), span(0, 480, 525), Auto},
		"shrink":  {mirrored(0, 1280, 700), span(0, 720, 394), Auto},
		"quarter": {mirrored(0, 2560, 640), span(0, 1440, 360), Auto},
		"lanczos": {mirrored(0, 640, 700), span(0, 480, 525), Lanczos},
		"nearest": {mirrored(0, 640, 700), span(0, 480, 525), Nearest},
		"mirror":  {mirrored(0, 640, 640), span(0, 480, 480), Auto},
	} {
		b.Run(name, func(b *testing.B) {
			src, dst := noise(c.x.Hi*c.y.Hi, 0), make([]byte, c.x.Len*c.y.Len)
			b.SetBytes(int64(len(dst)))
			b.ReportAllocs()
			for b.Loop() {
				resize(dst, c.x.Len, src, c.x.Hi, c.x, c.y, c.how)
			}
		})
	}
}

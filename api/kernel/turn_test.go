package kernel

import (
	"bytes"
	"testing"
)

func TestTranspose(t *testing.T) {
	got := make([]byte, 6)
	Transpose(Plane{Pix: got, Stride: 2, W: 2, H: 3}, Plane{Pix: []byte("abc" + "def"), Stride: 3, W: 3, H: 2})
	if string(got) != "ad"+"be"+"cf" {
		t.Errorf("%q", got)
	}
}

// Every size up to a few tiles, within wider planes: each sample where it belongs, and
// nothing else touched.
func TestTransposeSizes(t *testing.T) {
	versions := map[string]func(dst []byte, dstStride int, src []byte, srcStride, w, h int){
		"chosen": transpose, "plain": transposePlain,
	}
	for name, transpose := range versions {
		for w := 1; w < 40; w++ {
			for h := 1; h < 40; h++ {
				src, got := noise((w+3)*h, w), noise((h+5)*w, h)
				want := bytes.Clone(got)
				for y := range h {
					for x := range w {
						want[x*(h+5)+y] = src[y*(w+3)+x]
					}
				}
				if transpose(got, h+5, src, w+3, w, h); !bytes.Equal(got, want) {
					t.Fatalf("%s: %d×%d is wrong", name, w, h)
				}
			}
		}
	}
}

func TestReverse(t *testing.T) {
	for name, reverse := range map[string]func(dst, src []byte){"chosen": reverse, "plain": reversePlain} {
		for n := range 200 {
			src, got := noise(n, n), make([]byte, n+1)
			reverse(got[:n], src)
			for i, v := range src {
				if got[n-1-i] != v {
					t.Fatalf("%s: sample %d of %d is at the wrong place", name, i, n)
				}
			}
			if got[n] != 0 {
				t.Fatalf("%s: writes beyond %d samples", name, n)
			}
		}
	}
}

func BenchmarkTranspose(b *testing.B) {
	src := Plane{Pix: noise(640*480, 0), Stride: 640, W: 640, H: 480}
	dst := Plane{Pix: make([]byte, 640*480), Stride: 480, W: 480, H: 640}
	b.SetBytes(int64(len(dst.Pix)))
	b.ReportAllocs()
	for b.Loop() {
		Transpose(dst, src)
	}
}

func BenchmarkReverse(b *testing.B) {
	src, dst := noise(640, 0), make([]byte, 640)
	b.SetBytes(int64(len(dst)))
	b.ReportAllocs()
	for b.Loop() {
		reverse(dst, src)
	}
}

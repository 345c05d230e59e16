package frame

import (
	"bytes"
	"image"
	"testing"
)

// gray makes a grey frame of the rows given, samples as they are.
func gray(rows ...[]byte) *Frame {
	f := New(len(rows[0]), len(rows), Gray)
	for y, row := range rows {
		copy(f.planes[0].Row(y), row)
	}
	return f
}

func TestTransformTurns(t *testing.T) {
	for _, c := range []struct {
		turn Turn
		want [][]byte
	}{
		{Upright, [][]byte{{1, 2, 3}, {4, 5, 6}}},
		{FlipX, [][]byte{{3, 2, 1}, {6, 5, 4}}},
		{FlipY, [][]byte{{4, 5, 6}, {1, 2, 3}}},
		{Rotate180, [][]byte{{6, 5, 4}, {3, 2, 1}}},
		{Transpose, [][]byte{{1, 4}, {2, 5}, {3, 6}}},
		{Rotate90, [][]byte{{4, 1}, {5, 2}, {6, 3}}},
		{Rotate270, [][]byte{{3, 6}, {2, 5}, {1, 4}}},
		{Transpose | FlipX | FlipY, [][]byte{{6, 3}, {5, 2}, {4, 1}}},
	} {
		f := gray([]byte{1, 2, 3}, []byte{4, 5, 6})
		f.Transform(Turned(3, 2, c.turn))
		if f.W != len(c.want[0]) || f.H != len(c.want) {
			t.Fatalf("turn %d gives %d×%d", c.turn, f.W, f.H)
		}
		for y, want := range c.want {
			if got := f.planes[0].Row(y); !bytes.Equal(got, want) {
				t.Errorf("turn %d: row %d is %v, want %v", c.turn, y, got, want)
			}
		}
	}
}

func TestTransformCrops(t *testing.T) {
	f := gray([]byte{1, 2, 3, 4}, []byte{5, 6, 7, 8}, []byte{9, 10, 11, 12})
	f.Transform(Cropped(image.Rect(1, 1, 3, 3)))
	if got := f.planes[0].Row(0); !bytes.Equal(got, []byte{6, 7}) {
		t.Errorf("row 0 is %v", got)
	}
	if got := f.planes[0].Row(1); !bytes.Equal(got, []byte{10, 11}) {
		t.Errorf("row 1 is %v", got)
	}
}

func BenchmarkTransform(b *testing.B) {
	src := New(640, 480, YUV420)
	for i := range src.memory.Bytes {
		src.memory.Bytes[i] = byte(i * 7)
	}
	g := Resized(640, 480, 700, 525, 0)
	g.Turn = FlipX
	b.ReportAllocs()
	for b.Loop() {
		f := Of(YUV420, src.Planes()...)
		f.Transform(g)
		f.Release()
	}
}

package browser

import "testing"

func TestShrink(t *testing.T) {
	for _, size := range []struct{ width, height int }{{640, 480}, {1280, 720}, {641, 479}, {32, 24}, {17, 13}, {1, 1}} {
		for _, step := range []int{1, 4} {
			plane := make([]byte, size.width*size.height*step)
			for i := range plane {
				if step == 1 || i%4 == 1 {
					plane[i] = byte(i / step % size.width * 255 / size.width) // brighter from left to right
				}
			}
			cells := make([]byte, thumbWidth*thumbHeight)
			shrink(cells, plane, size.width, size.height, step)
			if size.width < thumbWidth {
				continue // some cells have no pixel: it is enough that nothing panics
			}
			for i, got := range cells {
				x := i % thumbWidth
				least, most := x*255/thumbWidth-2, (x+1)*255/thumbWidth+2
				if int(got) < least || int(got) > most {
					t.Fatalf("%dx%d, step %d: cell %d is %d, want %d to %d", size.width, size.height, step, i, got, least, most)
				}
			}
		}
	}
}

func BenchmarkShrink(b *testing.B) {
	plane, cells := make([]byte, 1280*720), make([]byte, thumbWidth*thumbHeight)
	b.ReportAllocs()
	for b.Loop() {
		shrink(cells, plane, 1280, 720, 1)
	}
}

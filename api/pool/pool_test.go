package pool

import "testing"

func TestGetSizes(t *testing.T) {
	for _, test := range []struct{ n, capacity int }{
		{0, 4 << 10}, {1, 4 << 10}, {4 << 10, 4 << 10}, {4<<10 + 1, 8 << 10}, {1 << 20, 1 << 20}, {1<<20 + 1, 2 << 20},
		{1<<26 + 1, 1<<26 + 1}, // above the classes: exactly what was asked for
	} {
		b := Get(test.n)
		if len(b.Bytes) != test.n || cap(b.Bytes) < test.capacity {
			t.Errorf("Get(%d) has %d bytes of %d; want a capacity of %d", test.n, len(b.Bytes), cap(b.Bytes), test.capacity)
		}
		b.Release()
	}
}

func TestGrowKeepsContent(t *testing.T) {
	b := Get(3)
	copy(b.Bytes, "abc")
	b = b.Grow(4096) // in place
	b = b.Grow(100_000)
	if len(b.Bytes) != 100_000 || string(b.Bytes[:3]) != "abc" {
		t.Errorf("after Grow: %d bytes, beginning %q", len(b.Bytes), b.Bytes[:3])
	}
	b.Release()
}

func TestReleaseNil(t *testing.T) {
	var b *Buffer
	b.Release() // a frame without memory of its own is released like any other
}

// A buffer whose bytes the holder has replaced must not return to a class whose capacity the
// new bytes do not have.
func TestReleaseForeignBytes(t *testing.T) {
	b := Get(5000)
	b.Bytes = make([]byte, 10)
	b.Release()
	for range 100 {
		if c := Get(8000); cap(c.Bytes) < 8000 {
			t.Fatal("a buffer came back too small")
		}
	}
}

func BenchmarkGet(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Get(200_000).Release()
	}
}

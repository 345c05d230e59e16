package ops

import (
	"bytes"
	"math"
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/frame"
)

// The results in the next tests are those of OpenCV 4 for the same pictures: equalizeHist,
// threshold with THRESH_OTSU, createCLAHE(3, (4, 4)).

func TestEqualizeLiterals(t *testing.T) {
	f := apply(t, "equalize", filtertest.Grey([]byte{10, 10, 20, 30}, []byte{40, 40, 40, 50}, []byte{60, 200, 200, 210}, []byte{220, 220, 220, 240}))
	want := [][]byte{{0, 0, 18, 36}, {91, 91, 91, 109}, {127, 164, 164, 182}, {237, 237, 237, 255}}
	for y, row := range filtertest.Rows(f, 0) {
		if filtertest.Furthest(row, want[y]) > 1 { // OpenCV's 32-bit arithmetic rounds 127.5 down
			t.Errorf("row %d: got %v, want %v", y, row, want[y])
		}
	}
	if row := filtertest.Rows(apply(t, "equalize", filtertest.Grey([]byte{7, 7, 7})), 0)[0]; !bytes.Equal(row, []byte{7, 7, 7}) {
		t.Errorf("one value becomes %v", row)
	}
}

func TestOtsuLiterals(t *testing.T) {
	f := filtertest.Grey([]byte{10, 10, 20, 30}, []byte{40, 40, 40, 50}, []byte{60, 200, 200, 210}, []byte{220, 220, 220, 240})
	if level := otsu(count(f)); level != 60 {
		t.Errorf("the level is %d, want 60", level)
	}
	if level := otsu(count(pattern(96, 64))); level != 113 {
		t.Errorf("the level is %d, want 113", level)
	}
	if got := filtertest.Rows(apply(t, "threshold:method=otsu", f), 0)[2]; !bytes.Equal(got, []byte{0, 255, 255, 255}) {
		t.Errorf("got %v", got)
	}
}

// pattern returns a picture of many values that one line of another language can reproduce.
func pattern(w, h int) *frame.Frame {
	f := frame.New(w, h, frame.Gray)
	for y, row := range filtertest.Rows(f, 0) {
		for x := range row {
			row[x] = byte((x*x/24+y*3+x*y/16)%200 + x/7%5*8)
		}
	}
	return f
}

func TestEqualizeIsOpenCV(t *testing.T) {
	f := apply(t, "equalize", pattern(96, 64))
	for y, want := range map[int][]byte{
		5:  {7, 18, 38, 64, 96, 82, 125, 173, 222, 255, 34, 105, 179, 248},
		60: {215, 7, 55, 114, 177, 193, 10, 86, 170, 249, 42, 143, 243, 100},
	} {
		for i, v := range want {
			if got := filtertest.Rows(f, 0)[y][7*i]; got != v {
				t.Errorf("at %d, %d: got %d, want %d", 7*i, y, got, v)
			}
		}
	}
}

// TestClaheIsOpenCV allows for 3 levels: the weights here have 8 bits, and OpenCV uses the corner
// of a pixel as its middle.
func TestClaheIsOpenCV(t *testing.T) {
	f := apply(t, "clahe:3:4", pattern(320, 240))
	for y, want := range map[int][]byte{
		0:   {0, 42, 109, 255, 208, 184, 254, 112, 7, 249, 10, 76, 242, 161},
		29:  {98, 210, 69, 37, 20, 50, 188, 85, 28, 80, 137, 10, 228, 197},
		121: {192, 216, 243, 129, 25, 225, 255, 87, 199, 164, 136, 172, 52, 191},
		239: {133, 119, 112, 208, 68, 227, 239, 14, 85, 254, 199, 199, 38, 138},
	} {
		for i, v := range want {
			if got := filtertest.Rows(f, 0)[y][23*i]; filtertest.Furthest([]byte{got}, []byte{v}) > 3 {
				t.Errorf("at %d, %d: got %d, want %d", 23*i, y, got, v)
			}
		}
	}
}

// TestClaheIsDefinition interpolates between the tables of tiles in floating point, by the
// definition, on tiles of uneven size.
func TestClaheIsDefinition(t *testing.T) {
	const n = 5
	in, out := pattern(96, 64).Planes()[0], apply(t, "clahe:2:5", pattern(96, 64)).Planes()[0]
	nearest := func(at, size int) (first, second int, weight float64) {
		p := (float64(at)+0.5)*n/float64(size) - 0.5
		low := math.Floor(p)
		return max(int(low), 0), min(int(low)+1, n-1), p - low
	}
	for y := range in.H {
		top, bottom, fy := nearest(y, in.H)
		for x := range in.W {
			left, right, fx := nearest(x, in.W)
			entry := func(tx, ty int) float64 {
				table := tileTable(in, tx, ty, n, n, 2)
				return float64(table[in.Row(y)[x]])
			}
			if x%3 != y%3 {
				continue // making a tile's table again for each sample is slow
			}
			want := (1-fy)*((1-fx)*entry(left, top)+fx*entry(right, top)) + fy*((1-fx)*entry(left, bottom)+fx*entry(right, bottom))
			if d := math.Abs(float64(out.Row(y)[x]) - want); d > 2 {
				t.Fatalf("at %d, %d: got %d, want %.1f", x, y, out.Row(y)[x], want)
			}
		}
	}
}

func TestClipCountsKeepsTheTotal(t *testing.T) {
	var counts [256]int
	counts[3], counts[200], counts[201] = 1000, 50, 10
	clipCounts(&counts, 40)
	total := 0
	for _, n := range counts {
		total += n
	}
	if total != 1060 || counts[3] < 40 || counts[3] > 45 || counts[100] < 3 || counts[100] > 4 {
		t.Errorf("total %d, %v", total, counts)
	}
}

package palette

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// stripes returns a picture of columns of colours, each of them a number of px wide.
func stripes(h int, widths []int, colours []color.NRGBA) *image.NRGBA {
	w := 0
	for _, n := range widths {
		w += n
	}
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	x := 0
	for i, n := range widths {
		for range n {
			for y := range h {
				img.SetNRGBA(x, y, colours[i])
			}
			x++
		}
	}
	return img
}

var three = []color.NRGBA{{200, 30, 40, 255}, {20, 90, 220, 255}, {240, 240, 230, 255}}

func TestOfFewColours(t *testing.T) {
	tests := []struct {
		name   string
		widths []int
		n      int
		want   []Colour
	}{
		{"one", []int{7}, 5, []Colour{{200, 30, 40, 1}}},
		{"three", []int{2, 5, 3}, 5, []Colour{{20, 90, 220, 0.5}, {240, 240, 230, 0.3}, {200, 30, 40, 0.2}}},
		{"three of three", []int{1, 1, 2}, 3, []Colour{{240, 240, 230, 0.5}, {20, 90, 220, 0.25}, {200, 30, 40, 0.25}}},
		{"one pixel", []int{1}, 1, []Colour{{200, 30, 40, 1}}},
	}
	for _, test := range tests {
		got := Of(stripes(1, test.widths, three), test.n)
		if len(got) != len(test.want) {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
			continue
		}
		for _, want := range test.want {
			found := false
			for _, c := range got {
				found = found || c == want
			}
			if !found {
				t.Errorf("%s: got %v, which lacks %v", test.name, got, want)
			}
		}
		for i := 1; i < len(got); i++ {
			if got[i].Share > got[i-1].Share {
				t.Errorf("%s: %v is not sorted by share", test.name, got)
			}
		}
	}
}

// TestOfNoise checks that the palette of a noisy picture is that of the picture without noise, and
// the same each time.
func TestOfNoise(t *testing.T) {
	img := stripes(40, []int{20, 18, 10}, three)
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		if i%4 != 3 {
			img.Pix[i] = byte(min(max(int(img.Pix[i])+rnd.IntN(21)-10, 0), 255))
		}
	}
	got := Of(img, 3)
	for i, want := range three {
		if c := got[i]; math.Abs(float64(c.R)-float64(want.R)) > 2 || math.Abs(float64(c.G)-float64(want.G)) > 2 || math.Abs(float64(c.B)-float64(want.B)) > 2 {
			t.Errorf("colour %d is %v, want about %v", i, c, want)
		}
	}
	if again := Of(img, 3); !reflect.DeepEqual(again, got) {
		t.Errorf("got %v, and then %v", got, again)
	}
}

// The error of the clusters may not be more than that of others which one begins with at random
// and keeps the best of. The slow way is to try.
func TestOfIsAsGoodAsRandom(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	for y := range 30 {
		for x := range 40 {
			img.SetNRGBA(x, y, color.NRGBA{byte(x * 6), byte(y * 8), byte((x - 20) * (y - 15)), 255})
		}
	}
	loss := func(c *clustering) (sum float64) {
		for i, p := range c.pixels {
			sum += p.distance(c.clusters[c.of[i]].mean)
		}
		return sum
	}
	var c clustering
	c.read(img)
	c.split(5)
	c.settle()
	got, best := loss(&c), math.Inf(1)
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		c.clusters = make([]cluster, 5)
		for i := range c.clusters {
			c.clusters[i].mean = c.pixels[rnd.IntN(len(c.pixels))]
		}
		c.settle()
		best = min(best, loss(&c))
	}
	if got > 1.1*best {
		t.Errorf("the error is %.3f, by the best of 20 random beginnings %.3f", got, best)
	}
	t.Logf("error %.4f, by the best of 20 random beginnings %.4f", got, best)
}

// The numbers are from https://bottosson.github.io/posts/oklab, and each colour comes back.
func TestOklab(t *testing.T) {
	for rgb, want := range map[[3]byte]lab{
		{255, 255, 255}: {1, 0, 0}, {0, 0, 0}: {0, 0, 0},
		{255, 0, 0}: {0.628, 0.225, 0.126}, {0, 255, 0}: {0.866, -0.234, 0.179}, {0, 0, 255}: {0.452, -0.032, -0.312},
	} {
		got := labOf(rgb[0], rgb[1], rgb[2])
		if math.Sqrt(got.distance(want)) > 0.001 {
			t.Errorf("%v: got %.3f, want %.3f", rgb, got, want)
		}
	}
	for n := 0; n < 1<<24; n += 4099 {
		rgb := [3]byte{byte(n >> 16), byte(n >> 8), byte(n)}
		r, g, b := labOf(rgb[0], rgb[1], rgb[2]).rgb()
		if back := [3]byte{r, g, b}; back != rgb {
			t.Fatalf("%v comes back as %v", rgb, back)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	img := stripes(48, []int{10, 20, 18}, three)
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] ^= byte(rnd.IntN(64))
	}
	b.ReportAllocs()
	for b.Loop() {
		Of(img, 5)
	}
}

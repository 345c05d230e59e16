package films

import (
	"bytes"
	"math"
	"testing"
)

// Every frame is the same each time, and another than the next one.
func TestFramesAreSeeded(t *testing.T) {
	for _, film := range All {
		a, again, next := film.Frame(64, 48, 3), film.Frame(64, 48, 3), film.Frame(64, 48, 4)
		for i, p := range a.Planes() {
			for y := range p.H {
				if !bytes.Equal(p.Row(y), again.Planes()[i].Row(y)) {
					t.Fatalf("%s: row %d of plane %d differs", film.Name, y, i)
				}
			}
		}
		if bytes.Equal(a.Planes()[0].Row(20), next.Planes()[0].Row(20)) {
			t.Errorf("%s: the next frame is the same", film.Name)
		}
		a.Release()
		again.Release()
		next.Release()
	}
}

// What moves has the share of the picture that it should have, and is back after a Period.
func TestShareThatMoves(t *testing.T) {
	const w, h = 320, 240
	for _, test := range []struct {
		film        Film
		least, most float64
	}{
		{TalkingHead, 0.22, 0.28}, // the figure is a quarter of the picture, its edge sways
		{Pan, 0.97, 1},
		{Desk, 0.001, 0.01},
	} {
		moves := 0
		for i := range w * h {
			x, y := float64(i%w)/h, float64(i/w)/h
			a, _, _ := test.film.at(x, y, 0.2)
			b, _, _ := test.film.at(x, y, 0.3)
			again, _, _ := test.film.at(x, y, 0.2+Period/30.)
			if math.Abs(a-b) > 0.1 {
				moves++
			}
			if test.least < 0.9 && math.Abs(a-again) > 1e-6 {
				t.Fatalf("%s: (%.2f, %.2f) is %.2f at first, and %.2f after a period", test.film.Name, x, y, a, again)
			}
		}
		if share := float64(moves) / (w * h); share < test.least || share > test.most {
			t.Errorf("%s: %.3f of the picture move, want %.3f to %.3f", test.film.Name, share, test.least, test.most)
		}
	}
}

// The figure of the talking head is a quarter of a picture of 4:3.
func TestFigure(t *testing.T) {
	const w, h = 320, 240
	figure := 0
	for i := range w * h {
		if _, cb, _ := talkingHead(float64(i%w)/h, float64(i/w)/h, 1); cb == 112 {
			figure++
		}
	}
	if share := float64(figure) / (w * h); math.Abs(share-0.25) > 0.002 {
		t.Errorf("the figure has %.4f of the picture", share)
	}
}

// Luma differs from the scene's by noise that has the film's standard deviation, in all parts of
// the picture.
func TestNoise(t *testing.T) {
	const w, h, n = 160, 120, 30
	for _, film := range All {
		f := film.Frame(w, h, n)
		for part := range 4 {
			var sum, squares, count float64
			for i := range w / 2 * h / 2 {
				x, y := i%(w/2)+part%2*w/2, i/(w/2)+part/2*h/2
				scene, _, _ := film.at(float64(x)/h, float64(y)/h, n/30.)
				if scene < 20 || scene > 235 {
					continue // black and white are the ends
				}
				d := float64(f.Planes()[0].Row(y)[x]) - scene
				sum, squares, count = sum+d, squares+d*d, count+1
			}
			mean := sum / count
			if sigma := math.Sqrt(squares/count - mean*mean); math.Abs(mean) > 0.2 || math.Abs(sigma-film.noise) > 0.12 {
				t.Errorf("%s, quarter %d: noise of %.2f ± %.2f, want 0 ± %g", film.Name, part, mean, sigma, film.noise)
			}
		}
		f.Release()
	}
}

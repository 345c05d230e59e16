package pipeline

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"
)

// The film of the test card moves by one step with each picture, and begins again.
func TestMovingCard(t *testing.T) {
	for n := range 2 * sweepSteps {
		img, err := jpeg.Decode(bytes.NewReader(MovingCard(n)))
		if err != nil {
			t.Fatal(err)
		}
		if img.Bounds() != image.Rect(0, 0, cardW, cardH) {
			t.Fatalf("picture %d has %v", n, img.Bounds())
		}
		step := n % sweepSteps
		for _, at := range []struct{ step, least, most int }{{step, 240, 255}, {(step + 2) % sweepSteps, 0, 80}} {
			r, _, _, _ := img.At(at.step*cardW/sweepSteps+cardW/sweepSteps/2, (bandTop+bandBottom)/2).RGBA()
			if red := int(r >> 8); red < at.least || red > at.most {
				t.Errorf("picture %d has red %d at step %d", n, red, at.step)
			}
		}
	}
}

package pipeline

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"math"
	"testing"

	"framepost/api/filter/filtertest"
)

// process returns the answer and its picture.
func process(t *testing.T, chain string, body []byte) (Answer, image.Image) {
	t.Helper()
	p, err := New(Default())
	if err != nil {
		t.Fatal(err)
	}
	c, err := p.Parse(chain)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := p.Process(context.Background(), Job{Body: body, Chain: c, Format: JPEG, Quality: 95})
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Release()
	img, err := jpeg.Decode(bytes.NewReader(answer.Body.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	return answer, img
}

// TestFacesAreHidden compares the answer with the original, of the same size and turn.
func TestFacesAreHidden(t *testing.T) {
	for _, chain := range []string{"", "resize:700,mirror,"} {
		_, before := process(t, chain+"brightness:0", filtertest.PortraitFile(t))
		answer, after := process(t, chain+"faces", filtertest.PortraitFile(t))
		if len(answer.Faces) != 1 {
			t.Fatalf("%sfaces: faces at %v", chain, answer.Faces)
		}
		face := answer.Faces[0]
		box := image.Rect(face.X, face.Y, face.X+face.W, face.Y+face.H)
		var squares, count [2]float64
		for y := range answer.H {
			for x := range answer.W {
				where := 0
				if !image.Pt(x, y).In(box) {
					where = 1
				}
				r0, g0, b0, _ := before.At(x, y).RGBA()
				r1, g1, b1, _ := after.At(x, y).RGBA()
				for _, pair := range [][2]uint32{{r0, r1}, {g0, g1}, {b0, b1}} {
					d := (float64(pair[0]) - float64(pair[1])) / 257
					squares[where] += d * d
					count[where]++
				}
			}
		}
		inside, outside := 10*math.Log10(255*255*count[0]/squares[0]), 10*math.Log10(255*255*count[1]/squares[1])
		if inside >= 20 || outside <= 35 {
			t.Errorf("%sfaces: %.1f dB inside the mask, %.1f outside", chain, inside, outside)
		}
	}
}

func TestFacesOfTheTestCard(t *testing.T) {
	for _, chain := range []string{"faces", "faces:minimum=1", "resize:1280,faces", "mirror,faces", "gray,rotate:90,faces"} {
		if answer, _ := process(t, chain, TestCard()); len(answer.Faces) != 0 {
			t.Errorf("%s finds faces at %v", chain, answer.Faces)
		}
	}
	if answer, _ := process(t, "mirror", filtertest.PortraitFile(t)); answer.Faces != nil {
		t.Errorf("faces at %v that nobody has looked for", answer.Faces)
	}
}

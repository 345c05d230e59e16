package frame

import (
	"bytes"
	"image"
	"testing"

	"framepost/api/kernel"
	"framepost/api/wire"
)

// TestViewLeavesTheFrame converts and transforms a view of each form of a picture.
func TestViewLeavesTheFrame(t *testing.T) {
	planes := New(6, 4, YUV444)
	for i, p := range planes.Planes() {
		for y := range p.H {
			copy(p.Row(y), []byte{1, 200, byte(40 * y), byte(90 * i), 7, 250})
		}
	}
	planes.Faces = []image.Rectangle{image.Rect(1, 1, 3, 3)}
	pixels := OfNRGBA(image.NewNRGBA(image.Rect(0, 0, 6, 4)))
	for i := range pixels.NRGBA().Pix {
		pixels.NRGBA().Pix[i] = byte(i * 37)
		if i%4 == 3 {
			pixels.NRGBA().Pix[i] = 255
		}
	}
	before, beforePixels := bytes.Clone(planes.memory.Bytes), bytes.Clone(pixels.NRGBA().Pix)
	for _, f := range []*Frame{planes, pixels} {
		v := f.View()
		v.NRGBA()
		v.Planes()
		v.Transform(Resized(6, 4, 3, 2, kernel.Area))
		if v.W != 3 || v.H != 2 || v.Faces != nil {
			t.Errorf("the view is %d×%d with faces %v", v.W, v.H, v.Faces)
		}
		v.Release()
	}
	if planes.nrgba != nil || !bytes.Equal(planes.memory.Bytes, before) || len(planes.Faces) != 1 {
		t.Error("planes that were only viewed have changed")
	}
	if pixels.nrgba == nil || !bytes.Equal(pixels.nrgba.Pix, beforePixels) {
		t.Error("pixels that were only viewed have changed")
	}
}

func TestFiguresStay(t *testing.T) {
	f := New(20, 10, YUV422)
	f.Figures = wire.Figures{ThumbHash: "AAgC"}
	f.NRGBA()
	f.Transform(Turned(20, 10, Rotate90))
	f.Become(New(20, 10, Gray))
	if f.Figures.ThumbHash != "AAgC" {
		t.Errorf("got %v", f.Figures)
	}
}

package e2e

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"framepost/e2e/browser"
)

// posted saves a card and returns it.
func posted(t *testing.T, tab *browser.Tab, name string) image.Image {
	t.Helper()
	tab.Before(`delete Navigator.prototype.canShare;`)
	save := tab.Downloads()
	tab.Click("#postcard")
	data := readFile(t, save(".png"))
	writeFile(t, out(t, name+".png"), data)
	card, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if size := card.Bounds().Size(); size != image.Pt(1200, 630) {
		t.Errorf("the card has %v px", size)
	}
	return card
}

// colourful returns how many of a rectangle's pixels have a colour.
func colourful(card image.Image, r image.Rectangle) (n int) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			c := color.NRGBAModel.Convert(card.At(x, y)).(color.NRGBA)
			if max(c.R, c.G, c.B)-min(c.R, c.G, c.B) > 24 {
				n++
			}
		}
	}
	return n
}

// A card has the picture before at the left and the answer at the right; of a look that hides a
// face it has the answer alone.
func TestPostcard(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "&ops=resize:700,gray")
	tab.Wait("a grey answer", `framepost.stats().chain === "resize:700,gray" && framepost.stats().shown > 10`)
	left, right := image.Rect(100, 180, 400, 400), image.Rect(800, 180, 1100, 400)
	both := posted(t, tab, "postcard")
	if n := colourful(both, left); n < left.Dx()*left.Dy()/4 {
		t.Errorf("before: %d pixels have a colour", n)
	}
	if n := colourful(both, right); n > 0 {
		t.Errorf("after: %d pixels have a colour", n)
	}
	tab.Click("[data-preset=privacy]")
	tab.Wait("the face hidden", `framepost.stats().chain.includes("faces")`)
	tab.Eval(`window.shown = framepost.stats().shown`, nil)
	tab.Wait("answers of it", `framepost.stats().shown > shown + 5`)
	alone := posted(t, tab, "postcard-private")
	// Beside a picture in the middle there is paper.
	if n := colourful(alone, image.Rect(60, 180, 260, 400)); n > 0 {
		t.Errorf("at the left %d pixels have a colour", n)
	}
}

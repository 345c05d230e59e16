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

// On a phone whose system takes them, a look's link and the picture can be passed on; elsewhere
// there is no button for it.
func TestShareOnPhones(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Viewport(390, 844, 2, true)
	patient(tab)
	tab.Before(`window.shared = [];
		navigator.canShare = (content) => Boolean(content.url || content.files?.[0].type.startsWith("image/"));
		navigator.share = async (content) => {
			shared.push(content.url ?? content.files[0].name + " " + content.files[0].type);
			if (window.refuse) throw new DOMException(refuse, refuse);
		};`)
	tab.Open(server.Secure() + "/#source=test&ops=gray")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	tab.Wait("the presets", `document.querySelector("#presets button")`)
	tab.Click("#share-link")
	tab.Wait("the link", `shared.at(-1)?.includes("ops=gray")`)
	tab.Click("#share-picture")
	tab.Wait("the picture", `shared.at(-1) === "framepost.png image/png"`)
	tab.Eval(`shared.length = 0`, nil)
	tab.Click("#postcard")
	tab.Wait("the card", `shared.length === 1`)
	tab.Eval(`window.refuse = "AbortError"`, nil)
	tab.Click("#share-picture")
	tab.Wait("the picture shared, but for the viewer", `shared.length === 2`)
	tab.Wait("nothing saved", `document.querySelector("#kept").textContent === ""`)
	save := tab.Downloads()
	tab.Eval(`window.refuse = "NotAllowedError"`, nil)
	tab.Click("#share-picture")
	save(".png")
	keepLook(tab, "Evening")
	tab.Click("#look-export") // a kind of file that the system does not take
	save(".json")
	tab.Eval(`document.querySelector("#looks").scrollIntoView({block: "center"})`, nil)
	tab.Screenshot(out(t, "phone-looks.png"))
	tab.Eval(`document.querySelector("#add").open = true; document.querySelector("#add").scrollIntoView({block: "end"})`, nil)
	tab.Screenshot(out(t, "phone-operations.png"))
	tab.Wait("nothing beside the page", `document.documentElement.scrollWidth === 390`)
	var small []string
	tab.Eval(`[...document.querySelectorAll("#looks button, #looks input, #ops button, #add input, [id^=share-]")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 60))`, &small)
	if len(small) > 0 {
		t.Errorf("too small for a finger: %q", small)
	}

	desk := card(t, server, "")
	desk.Wait("no button", `!document.querySelector("#share-link").checkVisibility() && !document.querySelector("#share-picture").checkVisibility()`)
}

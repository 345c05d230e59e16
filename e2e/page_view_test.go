package e2e

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func TestViews(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	tab.Wait("a small source beside the answer", `(() => {
		const a = document.querySelector("#camera").getBoundingClientRect(), b = document.querySelector("#output").getBoundingClientRect();
		return a.width > 150 && b.width > 2 * a.width && a.right < b.left && Math.abs(a.top - b.top) < 2;
	})()`)
	tab.Click("input[name=view][value=answer]")
	tab.Wait("the answer alone", `document.querySelector("#output").getBoundingClientRect().width > 600
		&& document.querySelector(".question").getBoundingClientRect().width < 2`)
	flows(tab)

	tab.Click("input[name=view][value=divider]")
	tab.Wait("source and answer in one place", `(() => {
		const a = document.querySelector("#camera").getBoundingClientRect(), b = document.querySelector("#output").getBoundingClientRect();
		return b.width > 600 && Math.abs(a.x - b.x) < 2 && Math.abs(a.y - b.y) < 2 && Math.abs(a.width - b.width) < 2 && Math.abs(a.height - b.height) < 2;
	})()`)
	tab.Wait("a mirrored source under a mirrored answer", `getComputedStyle(document.querySelector("#camera")).transform.startsWith("matrix(-1, 0, 0, 1,")`)
	cut := func(what, inset string) {
		t.Helper()
		tab.Wait(what, `getComputedStyle(document.querySelector("#output")).clipPath === "inset(0px 0px 0px `+inset+`)"`)
	}
	tab.Eval(`document.querySelector("#divider").focus()`, nil)
	cut("the divider in the middle", "50%")
	tab.Key(kb.Home)
	cut("the divider at its left end", "0%")
	for range 3 {
		tab.Key(kb.ArrowRight)
	}
	cut("three steps to the right", "3%")
	tab.Click("#divider") // in its middle
	cut("the middle again", "50%")
	tab.Type("#chain", "resize:700")
	tab.Wait("nothing mirrored", `getComputedStyle(document.querySelector("#camera")).transform === "matrix(1, 0, 0, 1, 0, 0)"`)

	tab.Click("input[name=view][value=side]")
	tab.Click("#actual")
	tab.Wait("one pixel for one", `document.querySelector("#output").getBoundingClientRect().width === document.querySelector("#output").width`)
	tab.Click("#actual")
	tab.Wait("the fitted picture", `document.querySelector("#output").getBoundingClientRect().width < 700`)

	tab.Click("#full")
	tab.Wait("the full screen", `document.fullscreenElement === document.querySelector("#stage")`)
	flows(tab)
	tab.Key("f")
	tab.Wait("its end", "!document.fullscreenElement")
}

func TestAnswerFloats(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	tab.Wait("a browser that can", "document.pictureInPictureEnabled")
	tab.Click("#float")
	tab.Wait("the window", `document.pictureInPictureElement?.videoWidth === 700`)
	tab.Wait("the button held", `document.querySelector("#float").ariaPressed === "true"`)
	tab.Click("#float")
	tab.Wait("its end", `!document.pictureInPictureElement && document.querySelector("#float").ariaPressed === "false"`)
}

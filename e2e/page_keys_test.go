package e2e

import (
	"strconv"
	"testing"

	"framepost/e2e/browser"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

func TestShortcuts(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	save := tab.Downloads()
	tab.Key(" ")
	tab.Wait("the stop", `framepost.stats().state === "stopped"`)
	tab.Key(" ")
	flows(tab)
	tab.Key("s")
	save(".png")
	tab.Key("r")
	tab.Wait("the recording", `document.querySelector("#record").textContent.includes("1 s")`)
	tab.Key("r")
	save(".webm")
	tab.Key("h")
	tab.Wait("every figure", `document.querySelector("#hud").open`)
	tab.Key("h")
	tab.Wait("them gone", `!document.querySelector("#hud").open`)
	tab.Key("c")
	tab.Wait("the divider", `document.querySelector("#stage").dataset.view === "divider" && document.querySelector("[name=view][value=divider]").checked`)
	tab.Key("c")
	tab.Wait("both again", `document.querySelector("#stage").dataset.view === "side"`)
	tab.Key("f")
	tab.Wait("the full screen", "document.fullscreenElement")
	tab.Key("f")
	tab.Wait("its end", "!document.fullscreenElement")
	tab.Key(kb.ArrowRight)
	tab.Wait("the next preset", `document.querySelector("#presets button:nth-of-type(2)").ariaPressed === "true"`)
	tab.Key(kb.ArrowLeft)
	tab.Wait("the one before", `document.querySelector("#presets button:nth-of-type(1)").ariaPressed === "true"`)
	tab.Key("z", input.ModifierCtrl)
	tab.Wait("it undone", `document.querySelector("#presets button:nth-of-type(2)").ariaPressed === "true"`)
	tab.Key("Z", input.ModifierCtrl, input.ModifierShift)
	tab.Wait("it done again", `document.querySelector("#presets button:nth-of-type(1)").ariaPressed === "true"`)
	tab.Key("?")
	tab.Wait("the list", `document.querySelector("#keys").open`)
	tab.Key("s") // has no effect here
	tab.Key("?")
	tab.Wait("the list gone", `!document.querySelector("#keys").open`)
	tab.Key("?")
	tab.Key(kb.Escape)
	tab.Wait("the list gone", `!document.querySelector("#keys").open`)
}

func TestAFocusedControlKeepsItsKeys(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	tab.Type("#chain", "mirror ,flip")
	sends := `framepost.stats().chain === "mirror,flip"`
	tab.Wait("the text as it was typed", sends+` && document.querySelector("#chain").value === "mirror ,flip"`)
	tab.Eval(`document.querySelector("#quality").focus()`, nil)
	tab.Key(kb.ArrowLeft)
	tab.Wait("one less", "framepost.stats().quality === 84")
	tab.Wait("the chain as it was", sends)
	tab.Eval(`document.querySelector("#undo").focus()`, nil)
	tab.Key(" ") // presses the button
	tab.Wait("the undone", "framepost.stats().quality === 85")
	tab.Eval(`document.querySelector("#format").focus()`, nil)
	tab.Key("j") // selects the choice that begins with it
	tab.Wait("the choice", `document.querySelector("#format").value === "jpeg"`)
	tab.Key("s")
	tab.Eval(`document.querySelector("[name=view][value=side]").focus()`, nil)
	tab.Key(kb.ArrowRight) // selects the next one of the group
	tab.Wait("the view", `document.querySelector("#stage").dataset.view === "answer"`)
	tab.Wait("the chain as it was", sends)
	tab.Eval(`document.querySelector("#hud summary").focus()`, nil)
	tab.Key(" ")
	tab.Wait("the figures", `document.querySelector("#hud").open`)
	tab.Key(" ")
	tab.Wait("nothing saved", `!document.querySelector("#kept").textContent`)
	tab.Wait("the stream going on", `framepost.stats().state === "live" && !document.fullscreenElement && !document.querySelector("#hud").open`)
}

// Everything can be reached with the Tab key alone, and its focus is visible.
func TestTheKeyboardReachesEverything(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	tab.Eval(`document.querySelector("#hud").open = document.querySelector("#add").open = true; document.body.focus()`, nil)
	tab.Eval(`window.wanted = new Set([...document.querySelectorAll("button, summary, select, input, a[href]")].filter((e) =>
		e.checkVisibility({visibilityProperty: true}) && !e.disabled && (e.type !== "radio" || e.checked)))`, nil)
	var n int
	tab.Eval("wanted.size", &n)
	for range n + 20 {
		tab.Key(kb.Tab)
		tab.Eval(`wanted.delete(document.activeElement)`, nil)
	}
	var left []string
	tab.Eval(`[...wanted].map((e) => e.outerHTML.slice(0, 80))`, &left)
	if len(left) > 0 {
		t.Errorf("of %d controls these are out of reach: %q", n, left)
	}
}

// tabTo presses the Tab key until an element has the focus, and checks that it is visible.
func tabTo(t *testing.T, tab *browser.Tab, selector string) {
	t.Helper()
	for range 150 {
		var there, seen bool
		if tab.Eval(`document.activeElement.matches(`+strconv.Quote(selector)+`)`, &there); there {
			tab.Eval(`(e => {
				const marked = [e, e.nextElementSibling].some((m) => m && getComputedStyle(m).outlineStyle !== "none" && parseFloat(getComputedStyle(m).outlineWidth) >= 2);
				const box = e.getBoundingClientRect();
				return marked && box.bottom > 0 && box.top < innerHeight;
			})(document.activeElement)`, &seen)
			if !seen {
				t.Errorf("%s has the focus and does not look like it", selector)
			}
			return
		}
		tab.Key(kb.Tab)
	}
	t.Fatalf("the Tab key does not lead to %s", selector)
}

// A whole visit without a mouse.
func TestAVisitByKeyboardAlone(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Allow("status of 400") // where the machine is slower than whoever types
	patient(tab)
	tab.Camera(server.Secure(), browser.Denied)
	tab.Open(server.Secure() + "/")
	tab.Wait("the operations", "document.querySelectorAll('#ops button').length > 10")
	tabTo(t, tab, "#start")
	tab.Key(kb.Enter)
	complains(t, tab, "not allowed")
	tabTo(t, tab, "[name=source]:checked")
	tab.Key(kb.ArrowLeft) // wraps around to the last one: the demo picture
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")

	tabTo(t, tab, "[name=view]:checked")
	tab.Key(kb.ArrowLeft)
	tab.Wait("the divider", `document.querySelector("#stage").dataset.view === "divider"`)
	tabTo(t, tab, "[data-preset=noir]")
	tab.Key(kb.Enter)
	tab.Wait("the preset", `framepost.stats().chain.includes("gray")`)
	tabTo(t, tab, step(2, "more"))
	tab.Key(kb.Enter)
	tabTo(t, tab, step(2, "down"))
	tab.Key(kb.Enter)
	tab.Wait("the step moved", `framepost.stats().chain.startsWith("resize:700,mirror,contrast:40,gray")`)
	tabTo(t, tab, "#add summary")
	tab.Key(kb.Enter)
	tab.Wait("the search", `document.activeElement.id === "search"`)
	tab.Key("sobel")
	tab.Key(kb.Enter)
	tab.Wait("the operation", `framepost.stats().chain.endsWith(",sobel") && document.activeElement.closest("#steps li")`)
	tabTo(t, tab, "#chain")
	tab.Key("a", input.ModifierCtrl)
	tab.Key("mirror")
	sends(tab, "mirror")
	tabTo(t, tab, "#quality")
	tab.Key(kb.Home)
	tab.Wait("the quality", "framepost.stats().quality === 1")
	save := tab.Downloads()
	tabTo(t, tab, "#snapshot")
	tab.Key(" ")
	save(".png")
	tabTo(t, tab, "#copy-json")
	tab.Key(kb.Enter)
	tab.Wait("the preset to copy", `document.querySelector("#curl").textContent.includes('"chain": "mirror"')`)
	tabTo(t, tab, "#hud summary")
	tab.Key(kb.Enter)
	tab.Wait("the figures", `document.querySelector("#hud").open`)
	tabTo(t, tab, "#divider") // wraps around from the end of the page to its beginning
	tab.Key(kb.End)
	tab.Wait("the source alone", `getComputedStyle(document.querySelector("#output")).clipPath.endsWith("100%)")`)
	tabTo(t, tab, "#start")
	tab.Key(" ")
	tab.Wait("the stop", `framepost.stats().state === "stopped"`)
}

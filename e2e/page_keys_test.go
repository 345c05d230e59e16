package e2e

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func TestShortcuts(t *testing.T) {
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
	tab.Key("c")
	tab.Wait("the divider", `document.querySelector("#stage").dataset.view === "divider" && document.querySelector("[name=view][value=divider]").checked`)
	tab.Key("c")
	tab.Wait("both again", `document.querySelector("#stage").dataset.view === "side"`)
	tab.Key("f")
	tab.Wait("the full screen", "document.fullscreenElement")
	tab.Key("f")
	tab.Wait("its end", "!document.fullscreenElement")
	tab.Key("?")
	tab.Wait("the list", `document.querySelector("#keys").open`)
	tab.Key("s") // for nobody
	tab.Key("?")
	tab.Wait("the list gone", `!document.querySelector("#keys").open`)
	tab.Key("?")
	tab.Key(kb.Escape)
	tab.Wait("the list gone", `!document.querySelector("#keys").open`)
}

func TestAFocusedControlKeepsItsKeys(t *testing.T) {
	tab := card(t, serve(t), "")
	tab.Type("#chain", "mirror ,flip")
	sends := `framepost.stats().chain === "mirror,flip"`
	tab.Wait("the text as it was typed", sends+` && document.querySelector("#chain").value === "mirror ,flip"`)
	tab.Eval(`document.querySelector("#quality").focus()`, nil)
	tab.Key(kb.ArrowLeft)
	tab.Wait("one less", "framepost.stats().quality === 84")
	tab.Wait("the chain as it was", sends)
	tab.Eval(`document.querySelector("#undo").focus()`, nil)
	tab.Key(" ") // presses it
	tab.Wait("the undone", "framepost.stats().quality === 85")
	tab.Wait("the stream going on", `framepost.stats().state === "live" && !document.fullscreenElement && !document.querySelector("#hud").open`)
}

// Everything can be reached with the Tab key alone, and is seen when it is.
func TestTheKeyboardReachesEverything(t *testing.T) {
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

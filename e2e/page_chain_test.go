package e2e

import (
	"fmt"
	"strconv"
	"testing"

	"framepost/api/wire"
	"framepost/e2e/browser"
	"framepost/e2e/service"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// card opens the page with the test picture, which a link can select, and with more parameters
// of a link.
func card(t *testing.T, server *service.Server, link string) *browser.Tab {
	t.Helper()
	tab := window(t)
	patient(tab)
	tab.Open(server.Secure() + "/#source=test" + link)
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	tab.Wait("the operations", "document.querySelectorAll('#ops button').length > 10")
	return tab
}

// sends waits until frames are sent with that chain and the whole page shows it.
func sends(tab *browser.Tab, chain string) {
	tab.Wait("the chain "+chain, fmt.Sprintf("framepost.stats().chain === %q", chain))
	tab.Wait("the chain's text", fmt.Sprintf("document.querySelector('#chain').value === %q", chain))
}

func step(n int, do string) string { return fmt.Sprintf("#steps [data-at='%d'] [data-do=%s]", n, do) }

func TestControlsEditTheChain(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	tab.Click("#add summary")
	tab.Type("#search", "brightn")
	tab.Key(kb.Enter)
	sends(tab, "resize:700,mirror,brightness")
	tab.Wait("its controls", "document.querySelector('#steps [data-at=\"2\"] input[type=range]').checkVisibility()")

	tab.Eval("document.querySelector('#steps [data-at=\"2\"] input[type=range]').focus()", nil)
	tab.Key(kb.End)
	sends(tab, "resize:700,mirror,brightness:100")
	tab.Wait("the number beside the slider", "document.querySelector('#steps [data-at=\"2\"] input[type=number]').value === '100'")

	tab.Click(step(2, "more"))
	tab.Click(step(2, "up"))
	sends(tab, "resize:700,brightness:100,mirror")
	tab.Wait("the focus on the step that moved", "document.activeElement.closest('li').dataset.at === '1'")
	tab.Click(step(2, "bypass"))
	sends(tab, "resize:700,brightness:100")
	tab.Click(step(2, "bypass"))
	sends(tab, "resize:700,brightness:100,mirror")
	tab.Click(step(1, "reset")) // its further buttons have moved with it
	sends(tab, "resize:700,brightness,mirror")
	tab.Click(step(0, "remove"))
	sends(tab, "brightness,mirror")
	tab.Click("#undo")
	sends(tab, "resize:700,brightness,mirror")
	tab.Key("z", input.ModifierCtrl)
	sends(tab, "resize:700,brightness:100,mirror")
	tab.Click("#redo")
	sends(tab, "resize:700,brightness,mirror")
	tab.Click("#clear")
	sends(tab, wire.DefaultChain)
	flows(tab)
}

func TestTextEditsTheControls(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	tab.Type("#chain", `text:10\:30:size=20%,threshold:method=otsu,tint:ff0000`)
	tab.Wait("the steps", `[...document.querySelectorAll("#steps .name b")].map(b => b.textContent).join() === "text,threshold,tint"`)
	for n, says := range []string{"10:30", "otsu", "ff0000"} {
		tab.Wait("the summary of step "+strconv.Itoa(n), fmt.Sprintf(`document.querySelectorAll("#steps .name span")[%d].textContent.includes(%q)`, n, says))
	}
	tab.Click(step(2, "fold"))
	tab.Wait("the colour", `document.querySelector("#steps [data-at='2'] input[type=color]").value === "#ff0000"`)
	flows(tab)
}

// A step's inputs depend only on the server's catalogue: even an operation that this version of
// the page does not know has controls.
func TestAnOperationOfALaterServerHasControls(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Before(`const ask = fetch;
		window.fetch = async (url, options) => {
			const answer = await ask(url, options);
			if (!String(url).endsWith("/v1/ops")) return answer;
			const all = await answer.json();
			all.ops.push({name: "swirl", group: "novelties", doc: "Turns around the middle.", params: [
				{name: "angle", doc: "How far", type: "float", unit: "°", min: -90, max: 90, step: 5, default: 45},
				{name: "way", doc: "Which", type: "choice", choices: ["in", "out"], default: "in"},
				{name: "hard", doc: "At the edge", type: "bool", default: false},
				{name: "mood", doc: "Nobody knows", type: "riddle", default: "x"}]});
			return new Response(JSON.stringify(all));
		};`)
	tab.Allow("status of 400") // this server does not know the operation
	tab.Open(server.Secure() + "/#source=test")
	tab.Wait("its button", `document.querySelector("#ops [data-op=swirl]")`)
	tab.Click("#add summary")
	tab.Type("#search", "novelties turns")
	tab.Key(kb.Enter)
	tab.Wait("its controls", `document.querySelectorAll("#steps [data-at='2'] [data-param]").length === 5`)
	var slider []string
	tab.Eval(`(r => [r.min, r.max, r.step, r.value])(document.querySelector("#steps [data-at='2'] input[type=range]"))`, &slider)
	if fmt.Sprint(slider) != "[-90 90 5 45]" {
		t.Errorf("the slider has %v", slider)
	}
	tab.Click("#steps [data-at='2'] input[type=checkbox]")
	tab.Wait("the chain", `document.querySelector("#chain").value === "resize:700,mirror,swirl:hard=true"`)
}

func TestPresets(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "")
	tab.Click("[data-preset=noir]")
	tab.Wait("the preset", "framepost.stats().chain.includes('gray')")
	tab.Wait("its address", "location.hash === '#preset=noir&source=test'")
	tab.Wait("its chip", "document.querySelector('[data-preset=noir]').ariaPressed === 'true'")
	tab.Eval("document.activeElement.blur()", nil)
	tab.Key(kb.ArrowLeft)
	tab.Wait("the one before", "document.querySelector('[data-preset=noir]').previousElementSibling.ariaPressed === 'true'")
	tab.Key(kb.ArrowRight)
	tab.Wait("back", "document.querySelector('[data-preset=noir]').ariaPressed === 'true'")
	flows(tab)
}

func TestLinkRestoresTheLook(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := card(t, server, "")
	const chain = `resize:320,mirror,text:a\,b &\=c#:size=10%`
	tab.Type("#chain", chain)
	tab.Eval(`(q => { q.value = 60; q.dispatchEvent(new Event("input", {bubbles: true})); })(document.querySelector("#quality"))`, nil)
	sends(tab, chain)
	tab.Wait("the quality", "framepost.stats().quality === 60 && location.hash.includes('q=60')")
	var link string
	tab.Eval("location.href", &link)

	other := window(t)
	other.Open(link)
	sends(other, chain)
	other.Wait("the quality", "framepost.stats().quality === 60 && document.querySelector('#quality').value === '60'")
	other.Wait("frames on the screen", "framepost.stats().shown > 3")
	other.Eval("location.hash = '#preset=pop'", nil)
	other.Wait("the look of another link", "framepost.stats().chain.includes('posterize')")
}

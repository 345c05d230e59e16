package e2e

import (
	"testing"

	"framepost/e2e/browser"
)

// play makes a page show a video file of two seconds.
func play(t *testing.T) *browser.Tab {
	t.Helper()
	tab := videoFile(t)
	tab.Wait("the bar", `document.querySelector("#player").checkVisibility()`)
	return tab
}

// The time in the video as its slider has it, and a hash of the answer.
const (
	videoTime = `document.querySelector("#seek").valueAsNumber`
	answer    = `(() => {
		const brush = new OffscreenCanvas(64, 48).getContext("2d");
		brush.drawImage(document.querySelector("#output"), 0, 0, 64, 48);
		return brush.getImageData(0, 0, 64, 48).data.reduce((sum, level) => sum + level, 0) / 64 / 48 / 4;
	})()`
)

func labelled(tab *browser.Tab, label string) {
	tab.Wait("the button "+label, `document.querySelector("#play").textContent === "`+label+`"`)
}

func TestAVideoFilePausesAndSeeks(t *testing.T) {
	t.Parallel()
	tab := play(t)
	labelled(tab, "Pause")
	tab.Wait("its time and length", `/^0:0\d \/ 0:0[23]$/.test(document.querySelector("#time").textContent)`)
	tab.Eval("window.times = new Set()", nil)
	tab.Wait("time that passes", `times.add(`+videoTime+`).size > 2`)
	shoot(t, tab, "player")
	accessible(t, tab)

	tab.Key("k")
	labelled(tab, "Play")
	tab.Eval("window.paused = "+videoTime, nil)
	tab.Wait("a still picture", `framepost.stats().still`)
	tab.Wait("the time as it was", videoTime+" === paused")
	tab.Eval("window.before = "+answer, nil)
	tab.Type("#chain", "mirror,invert")
	sends(tab, "mirror,invert")
	tab.Wait("the change on the still picture", "Math.abs("+answer+" - before) > 5")

	tab.Eval(`(s => { s.value = 1; s.dispatchEvent(new Event("input")); })(document.querySelector("#seek"))`, nil)
	tab.Wait("the time that was asked for", `document.querySelector("#time").textContent.startsWith("0:01 / ") && `+videoTime+" === 1")
	tab.Wait("words of it", `document.querySelector("#seek").ariaValueText.startsWith("0:01 / 0:0")`)
	flows(tab)
	tab.Click("#play")
	labelled(tab, "Pause")
	tab.Viewport(390, 844, 1, true)
	tab.Wait("nothing beside the page", `document.documentElement.scrollWidth <= innerWidth`)
	tab.Eval(`document.querySelector("#player").scrollIntoView({block: "center"})`, nil)
	tab.Screenshot(out(t, "player-phone.png"))

	tab.Click("input[name=source][value=card]")
	tab.Wait("no bar for the demo picture", `!document.querySelector("#player").checkVisibility()`)
	tab.Eval("document.activeElement.blur()", nil)
	tab.Key("k") // has no effect here
	flows(tab)
}

// With Loop, as at first, a video begins again at its end; without it, its last picture stays,
// and a reload remembers that.
func TestAVideoFileAtItsEnd(t *testing.T) {
	t.Parallel()
	tab := play(t)
	tab.Eval("window.last = 0", nil)
	tab.Wait("the beginning again", `(now => { const again = now < last - 1; last = now; return again; })(`+videoTime+`)`)
	labelled(tab, "Pause")
	tab.Click("#loop")
	tab.Wait("no loop", `document.querySelector("#loop").ariaPressed === "false"`)
	labelled(tab, "Play again")
	flows(tab)
	tab.Click("#play")
	labelled(tab, "Pause")
	labelled(tab, "Play again")
	tab.Wait("it remembered", `sessionStorage["framepost-loop"] === "false"`)
	tab.Click("#start")
	tab.Wait("no bar without the source", `!document.querySelector("#player").checkVisibility()`)
}

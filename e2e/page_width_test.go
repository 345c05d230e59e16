package e2e

import (
	"testing"

	"framepost/e2e/browser"
)

// TestNoWordsWidenThePhone writes long words where the page writes what it learns while it runs
// (figures, states, arguments, errors), one place at a time, and finds the page as wide as the
// screen still. A figure that is long only on a busy machine, or somebody's own text in a chain,
// would be seen by viewers first.
func TestNoWordsWidenThePhone(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Viewport(390, 1700, 1, true)
	tab.Camera(server.Secure(), browser.Granted)
	quick(tab)
	tab.Open(server.Secure() + "/#preset=guard")
	tab.Wait("figures", "framepost.stats().shown > 15 && document.querySelector('#steps li')")
	tab.Click("#hud summary")
	tab.Wait("the cost", `document.querySelector("#cost").textContent !== "–"`)
	var found struct {
		Places int
		Wide   []string
	}
	tab.Eval(`(() => {
		const screen = 390;
		const texts = ["1234567.89", "$1234.567, of which traffic $1234.567", "x".repeat(64)];
		const places = document.querySelectorAll(
			"main [id]:not(:has(*), button, select, video, canvas, input, polyline), header [id]:not(:has(*), button)," +
			".step .name b, .step .name span, .legend span");
		const wide = [];
		for (const place of places) {
			const was = place.textContent;
			for (const text of texts) {
				place.textContent = text;
				if (document.documentElement.scrollWidth > screen)
					wide.push((place.id || place.parentElement.className) + " with " + text);
			}
			place.textContent = was;
		}
		return {Places: places.length, Wide: wide};
	})()`, &found)
	if found.Places < 40 {
		t.Errorf("%d places were tried", found.Places)
	}
	for _, place := range found.Wide {
		t.Error(place, "widens the page")
	}
}

package streams

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"framepost/api/wire"
	"framepost/e2e/browser"
)

// page shows the film of a server in an <img>, and notes what it draws.
const page = `<!doctype html><title>film</title><link rel="icon" href="data:,">
<img id="film" crossorigin="anonymous" src="%s">
<script>
const seen = new Set(), film = document.getElementById('film');
const brush = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const look = () => {
	if (film.naturalWidth === 160) {
		brush.drawImage(film, 0, 0);
		seen.add(brush.getImageData(0, 75, 160, 25).data.join());
	}
	requestAnimationFrame(look);
};
look();
</script>`

// An <img> shows the film of the test card, in a page of another origin that may use it.
func TestImage(t *testing.T) {
	film := ""
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, page, film)
	}))
	defer site.Close()
	film = serve(t, "FRAMEPOST_CORS_ORIGINS="+site.URL).URL() + wire.PathStream + "?ops=resize:160&fps=20"
	chromium, err := browser.Start(browser.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(chromium.Close)
	tab := chromium.Tab(t)
	tab.Visit(site.URL)
	tab.Wait("ten different pictures", "seen.size >= 10")
}

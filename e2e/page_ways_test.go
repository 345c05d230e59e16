package e2e

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"framepost/api/filter/filtertest"
	"framepost/api/wire"
	"framepost/e2e/browser"
	"framepost/e2e/service"
)

// left is a request with a body, as it arrived from the browser.
type left struct {
	what  string // method and address
	phase string // what the test was at when the page sent it; "" for what did not go by fetch
	frame bool   // it is a frame of the stream
	body  []byte
	whole bool // all of the body arrived
}

// customs stands between a browser and a server, and keeps every body that the browser sends,
// whatever in the page has sent it.
type customs struct {
	proxy *httptest.Server
	down  atomic.Bool // requests are broken off

	mu     sync.Mutex
	all    []left
	jam    chan struct{} // files are not read further until it is closed
	jammed int           // how many have waited for it
}

// jamAt is how much of a file is read before it is held up, in bytes. Frames have less.
const jamAt = 200_000

func inspect(t *testing.T, server *service.Server) *customs {
	t.Helper()
	to, err := url.Parse(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	c := &customs{jam: make(chan struct{})}
	on := &httputil.ReverseProxy{
		Rewrite:  func(r *httputil.ProxyRequest) { r.SetURL(to) },
		ErrorLog: log.New(io.Discard, "", 0), // the browser breaks requests off
	}
	c.proxy = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		one := left{what: r.Method + " " + r.URL.String(), phase: r.Header.Get("Phase"), frame: r.Header.Get(wire.HeaderFrameID) != ""}
		var body bytes.Buffer
		_, err := io.CopyN(&body, r.Body, jamAt)
		if err == nil {
			c.mu.Lock()
			jam := c.jam
			c.jammed++
			c.mu.Unlock()
			<-jam
			_, err = io.Copy(&body, r.Body)
		}
		one.body, one.whole = body.Bytes(), err == nil || err == io.EOF
		if body.Len() > 0 || !one.whole {
			c.mu.Lock()
			c.all = append(c.all, one)
			c.mu.Unlock()
		}
		if c.down.Load() || !one.whole {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(&body)
		on.ServeHTTP(w, r)
	}))
	t.Cleanup(c.proxy.Close)
	return c
}

// origin returns the address of the page, which browsers take for secure.
func (c *customs) origin() string { return strings.Replace(c.proxy.URL, "127.0.0.1", "localhost", 1) }

// of returns what was sent in a phase.
func (c *customs) of(phase string) (some []left) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, one := range c.all {
		if one.phase == phase {
			some = append(some, one)
		}
	}
	return some
}

// until waits for something that the browser sends.
func (c *customs) until(t *testing.T, tab *browser.Tab, what string, done func() bool) {
	t.Helper()
	for began := time.Now(); time.Since(began) < browser.Patience; time.Sleep(20 * time.Millisecond) {
		if done() {
			return
		}
	}
	var text string
	tab.Eval("document.body.innerText", &text)
	t.Fatalf("waited in vain for %s; the page says:\n%s", what, text)
}

// faces reports whether a server finds a face in a body, and whether it is a picture.
func faces(t *testing.T, server *service.Server, body []byte) (found, picture bool) {
	t.Helper()
	for {
		answer, err := http.Post(server.URL()+"/v1/frame?ops=faces:pixelate", "application/octet-stream", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		switch answer.StatusCode {
		case http.StatusServiceUnavailable, http.StatusTooManyRequests:
			continue // the machine has much to do
		}
		return answer.Header.Get(wire.HeaderFrameFaces) != "", answer.StatusCode == http.StatusOK
	}
}

// phases marks each request with what the test is at when it is handed to the browser, in
// window.phase. What nothing has marked has left the page by another way.
const phases = `{
	const send = fetch;
	window.phase = decodeURIComponent(location.hash).includes("local:") ? "link" : "open";
	window.fetch = (url, options) => options?.body
		? send(url, {...options, headers: {...options.headers, Phase: phase}}) : send(url, options);
}`

// slowEncoder keeps each frame for a while between the camera and the network, so that there is always
// one when the chain changes.
const slowEncoder = `if (name === "encoder") {
	const make = OffscreenCanvas.prototype.convertToBlob;
	OffscreenCanvas.prototype.convertToBlob = async function (options) {
		await new Promise((resolve) => setTimeout(resolve, 80));
		return make.call(this, options);
	};
}`

const (
	mask     = "faces:pixelate,local:,"
	withMask = mask + "resize:640"
	wrong    = mask + ",resize:640" // an operation without a name
)

// By no way does a face leave the page under a mask, from the moment in which the viewer sees that it
// is on: not in what is encoded or uploaded at that moment, not in a photo, a preview or a copy, and
// not while the server goes and comes back.
func TestNoWayOutUnderAMask(t *testing.T) {
	t.Parallel()
	server := serve(t)
	customs := inspect(t, server)
	tab := window(t)
	tab.Viewport(1280, 1400, 1, false)
	quick(tab)
	tab.Allow("net::ERR_") // while the server is away
	tab.Before(phases)
	tab.BeforeWorkers(slowEncoder)
	saved := tab.Downloads()

	// A phase begins in the page's own task that changes the chain: what is handed to the browser
	// later belongs to it.
	begin := func(phase, act string) {
		t.Helper()
		tab.Eval(fmt.Sprintf(`{ %s; window.phase = %q; framepost.still(false); }`, act, phase), nil)
	}
	// write is the act of typing a chain, step that of pressing a button of an operation.
	write := func(chain string) string {
		return fmt.Sprintf(`((text) => {
			text.value = %q;
			text.dispatchEvent(new Event("input", {bubbles: true}));
		})(document.querySelector("#chain"))`, chain)
	}
	step := func(at int, do string) string {
		return fmt.Sprintf(`document.querySelector("#steps [data-at='%d'] [data-do=%s]").click()`, at, do)
	}
	// count waits until so many frames of a phase have left.
	count := func(phase string, n int) {
		t.Helper()
		customs.until(t, tab, fmt.Sprint(n, " frames of the phase ", phase), func() bool {
			frames := 0
			for _, one := range customs.of(phase) {
				if one.frame {
					frames++
				}
			}
			return frames >= n
		})
	}
	// open takes the mask off.
	open := func() {
		t.Helper()
		tab.Eval(`window.phase = "open"; `+write("resize:640"), nil)
		tab.Wait("the picture as it is", `framepost.stats().chain === "resize:640"`)
		count("open", len(customs.of("open"))+5)
	}

	// By a link, with everything that the page does with a picture; and after a reload.
	link := customs.origin() + "/#source=test&ops=" + url.QueryEscape(withMask)
	tab.Open(link)
	count("link", 5)
	tab.Eval(`document.querySelector("#add").open = true`, nil)
	for _, button := range []string{"#snapshot", "#postcard", "#record"} {
		tab.Click(button)
	}
	tab.Key("c") // compare
	count("link", 10)
	tab.Click("#record")
	saved(".webm")
	tab.Eval("location.reload()", nil)
	tab.Wait("the page again", `framepost.stats?.().shown > 5`)
	count("link", 15)

	// Off, and on by a click.
	tab.Eval(`window.phase = "open"; `+step(0, "bypass"), nil)
	count("open", 5)
	tab.Wait("a preview of the picture", `document.querySelector("#presets canvas")`)
	begin("click", step(0, "bypass"))
	count("click", 5)

	// By text, and with other operations after the mask.
	open()
	begin("text", write(withMask))
	count("text", 5)
	begin("rest", write(mask+"resize:500,gray"))
	tab.Wait("another chain", `framepost.stats().chain.endsWith("gray")`)
	begin("rest", step(2, "remove"))
	count("rest", 5)

	// By another link in the same page. Its listener comes after the page's.
	open()
	tab.Eval(fmt.Sprintf(`new Promise((resolve) => {
		addEventListener("hashchange", () => { window.phase = "hash"; resolve(); }, {once: true});
		location.hash = %q;
	})`, "source=test&ops="+url.QueryEscape(withMask)), nil)
	count("hash", 5)

	// By a link that is wrong.
	open()
	tab.Eval(fmt.Sprintf(`new Promise((resolve) => {
		addEventListener("hashchange", () => { window.phase = "wrong"; resolve(); }, {once: true});
		location.hash = %q;
	})`, "source=test&ops="+url.QueryEscape(wrong)), nil)
	complains(t, tab, "masked", "nothing is sent", "operation 3")
	shoot(t, tab, "mask-wrong")
	begin("mended", write(withMask))
	count("mended", 5)
	tab.Wait("no message", `document.querySelector("#message").hidden`)

	// While the server is away.
	open()
	tab.Wait("what stands in for the server", "framepost.stats().standby")
	customs.down.Store(true)
	tab.Wait("the page as the server's substitute", `framepost.stats().where === "page"`)
	begin("away", write(withMask))
	tab.Wait("pictures of it", `framepost.frames().filter((frame) => frame.where === "page").length > 5`)
	customs.down.Store(false)
	tab.Wait("the server again", `framepost.stats().where === "server"`)
	count("away", 5)

	// A photo is on its way three times: for the full result, in a zip, and as frames. It is so long
	// that the browser cannot have sent it all.
	open()
	photo := append(filtertest.PortraitFile(t), make([]byte, 16<<20)...)
	first, second := filepath.Join(t.TempDir(), "first.jpg"), filepath.Join(t.TempDir(), "second.jpg")
	writeFile(t, first, photo)
	writeFile(t, second, filtertest.PortraitFile(t))
	opened(t, tab, first)
	tab.Click("#download-all")
	customs.until(t, tab, "two uploads that are held up", func() bool {
		customs.mu.Lock()
		defer customs.mu.Unlock()
		return customs.jammed == 2
	})
	begin("photo", write(withMask))
	close(customs.jam)
	saved(".zip")
	tab.Wait("the full result", `document.querySelector("#result").textContent.includes("px")`)
	tab.Files("#file", second)
	isShown(tab, "second.jpg")
	tab.Wait("its full result", `document.querySelector("#result").textContent.includes("px")`)
	tab.Click("#download")
	saved(".jpg")
	count("photo", 10)
	var copied string
	if tab.Eval(`document.querySelector("#curl").textContent`, &copied); !strings.HasPrefix(copied, "# in.jpg is sent as it is") {
		t.Errorf("nothing says that the command masks nothing: %s", copied)
	}

	// What is sent without the mask shows that all of this would be seen.
	files, others := 0, 0
	for _, one := range customs.of("open") {
		switch {
		case len(one.body) >= jamAt:
			if files++; one.whole {
				t.Errorf("all of %s was sent although there was a mask before its end", one.what)
			}
		case !one.frame:
			others++
		}
	}
	if files != 2 || others == 0 {
		t.Errorf("%d files and %d previews were sent without the mask", files, others)
	}
	seen := 0
	for _, one := range customs.of("open") {
		if found, _ := faces(t, server, one.body[:min(len(one.body), jamAt)]); found && one.frame {
			seen++
		}
	}
	if seen < 10 {
		t.Errorf("only %d frames have a face without the mask", seen)
	}

	pictures := 0
	for _, phase := range []string{"link", "click", "text", "rest", "hash", "wrong", "mended", "away", "photo", ""} {
		for _, one := range customs.of(phase) {
			found, picture := faces(t, server, one.body)
			if picture {
				pictures++
			}
			if found || !one.frame || phase == "wrong" || phase == "" {
				name := out(t, "way-out-"+phase+".jpg")
				writeFile(t, name, one.body)
				t.Errorf("phase %q: %s of %d bytes: a frame: %t, a face: %t, see %s", phase, one.what, len(one.body), one.frame, found, name)
			}
		}
	}
	t.Logf("%d pictures were sent under a mask, %d with a face without one", pictures, seen)
}

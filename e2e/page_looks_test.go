package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"framepost/e2e/browser"

	"github.com/chromedp/chromedp/kb"
)

// titles returns the looks that the strip shows.
func titles(tab *browser.Tab) (list []string) {
	tab.Eval(`[...document.querySelectorAll("#presets [data-own]")].map((chip) => chip.textContent)`, &list)
	return list
}

// keepLook saves the present chain by the keyboard alone.
func keepLook(tab *browser.Tab, title string) {
	tab.Eval(`{
		document.querySelector("#looks").open = true;
		const name = document.querySelector("#look-name");
		name.value = "";
		name.focus();
	}`, nil)
	tab.Key(title)
	tab.Key(kb.Enter)
}

func said(tab *browser.Tab, words string) {
	tab.Wait("word of it: "+words, `document.querySelector("#look-said").textContent.includes(`+quoted(words)+`)`)
}

func quoted(s string) string {
	b, _ := json.Marshal(s) // of a string there is no error
	return string(b)
}

func TestLooksOfTheViewer(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := card(t, server, "&ops=resize:700,gamma:1.4")
	tab.Wait("the presets", `document.querySelectorAll("#presets [data-preset]").length > 5`)
	keepLook(tab, "Evening")
	said(tab, "Saved beside the presets")
	if got := titles(tab); len(got) != 1 || got[0] != "Evening" {
		t.Fatalf("the strip has %q", got)
	}
	tab.Wait("the chip pressed", `document.querySelector("[data-own]").ariaPressed === "true"`)
	tab.Wait("a link with the chain", `location.hash.includes("ops=resize:700,gamma:1.4")`)
	keepLook(tab, "noir")
	said(tab, "preset of the server")
	shoot(t, tab, "looks")

	tab.Click("[data-preset=noir]")
	tab.Wait("another chain", `location.hash.includes("preset=noir")`)
	tab.Click("[data-own]")
	tab.Wait("the look", `framepost.stats().chain === "resize:700,gamma:1.4"`)
	tab.Wait("its picture", `document.querySelector("[data-own] canvas")`)

	tab.Click("[data-preset=noir]")
	tab.Eval(`document.querySelector("#add").open = true`, nil)
	tab.Eval(`document.querySelector("#search").focus()`, nil)
	tab.Key("eveni")
	tab.Wait("the look found", `document.querySelector("#ops section:not([hidden]) button:not([hidden]) b").textContent === "Evening"`)
	tab.Key(kb.Enter)
	tab.Wait("the look by search", `framepost.stats().chain === "resize:700,gamma:1.4"`)

	tab.Open(server.Secure() + "/?again#source=test")
	tab.Wait("the look after a visit", `document.querySelector("[data-own]")?.textContent === "Evening"`)
	tab.Eval(`{
		document.querySelector("#looks").open = true;
		document.querySelector("#look-list input").select();
	}`, nil)
	tab.Key("Dusk")
	tab.Key(kb.Enter)
	said(tab, "Renamed")
	tab.Key(kb.Tab)
	tab.Key(" ")
	said(tab, "Dusk is deleted")
	if got := titles(tab); len(got) != 0 {
		t.Errorf("the strip has %q", got)
	}
	tab.Click("#look-back")
	said(tab, "Dusk is back")
	tab.Wait("the look again", `document.querySelector("[data-own]").textContent === "Dusk"`)
}

func TestLooksAsAFile(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := card(t, server, "&ops=gray")
	tab.Wait("the presets", `document.querySelectorAll("#presets [data-preset]").length > 5`)
	save := tab.Downloads()
	keepLook(tab, "Evening")
	tab.Click("#look-export")
	path := save(".json")
	var file []map[string]string
	if err := json.Unmarshal(readFile(t, path), &file); err != nil || len(file) != 1 || file[0]["title"] != "Evening" || file[0]["chain"] != "gray" {
		t.Fatalf("the file is %s, %v", readFile(t, path), err)
	}
	tab.Files("#look-file", path)
	said(tab, "Nothing new")

	for content, words := range map[string]string{
		"\x89PNG":                         "not a list of looks",
		`{"chain": "gray"}`:               "not a list of looks",
		`[null]`:                          "not a list of looks",
		`"` + strings.Repeat("x", 2<<20):  "longer than 1 MB",
		`[{"title": "A", "chain": "(("}]`: "entry 1",
		`[{"title": "A", "chain": "gray"}, {"title": " ", "chain": "gray"}]`: "entry 2: a look needs a name",
	} {
		bad := t.TempDir() + "/bad.json"
		writeFile(t, bad, []byte(content))
		tab.Files("#look-file", bad)
		said(tab, words)
		if got := titles(tab); len(got) != 1 || got[0] != "Evening" {
			t.Fatalf("after %.40q the strip has %q", content, got)
		}
	}

	// Names that would do harm if they were more than text.
	hostile, err := json.Marshal([]map[string]string{
		{"title": `<img src=x onerror="window.harmed=1">`, "chain": "gray"},
		{"title": strings.Repeat("long ", 2000), "chain": "flip"},
		{"title": "a\u0000\u001b[2J\u202eb", "chain": "mirror"},
		{"title": "Noir", "chain": "mirror"},
	})
	if err != nil {
		t.Fatal(err)
	}
	path = t.TempDir() + "/hostile.json"
	writeFile(t, path, hostile)
	tab.Files("#look-file", path)
	said(tab, "4 imported")
	got := titles(tab)
	if len(got) != 5 || got[1] != `<img src=x onerror="window.harmed=1">` || len(got[2]) > 40 || got[3] != "a[2Jb" || got[4] != "Noir 2" {
		t.Errorf("the strip has %q", got)
	}
	tab.Wait("no harm", `!window.harmed && !document.querySelector("#looks img, #presets img, #ops img")`)
	tab.Wait("nothing beside the page", `document.documentElement.scrollWidth <= innerWidth`)
	shoot(t, tab, "looks-hostile")
	tab.Open(server.Secure() + "/?again#source=test")
	tab.Wait("all of them after a visit", `document.querySelectorAll("[data-own]").length === 5`)
}

// Where the browser stores nothing the page works, and says that the looks last until it is closed.
func TestLooksWithoutStorage(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tab := window(t)
	tab.Before(`for (const name of ["localStorage", "sessionStorage"]) {
		Object.defineProperty(window, name, {get() { throw new DOMException("denied", "SecurityError"); }});
	}`)
	tab.Open(server.Secure() + "/#source=test&ops=gray")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	keepLook(tab, "Evening")
	said(tab, "keeps nothing")
	if got := titles(tab); len(got) != 1 || got[0] != "Evening" {
		t.Errorf("the strip has %q", got)
	}

	broken := window(t)
	broken.Before(`localStorage.setItem("framepost-looks", '[{"title": 7}, null');`)
	broken.Open(server.Secure() + "/#source=test&ops=gray")
	broken.Wait("frames on the screen", "framepost.stats().shown > 5")
	if got := titles(broken); len(got) != 0 {
		t.Errorf("of a broken store the strip has %q", got)
	}
}

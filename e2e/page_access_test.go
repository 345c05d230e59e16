package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// A server that asks for a key gets one from the viewer, who is asked for it. It stays in
// this tab: no link and no command has it.
func TestPageAsksForAKey(t *testing.T) {
	t.Parallel()
	const key = "a-secret-of-the-viewer"
	server := serve(t, "FRAMEPOST_KEYS=viewer:"+key, "FRAMEPOST_REQUIRE=key")
	tab := window(t)
	tab.Allow("status of 401")
	tab.Open(server.Secure() + "/#source=test")
	complains(t, tab, "who calls", "bearer", "if you have a key")
	shoot(t, tab, "key")
	tab.Type("#key-input", key)
	tab.Click("#key-form button")
	flows(tab)
	tab.Wait("the question gone", `!document.querySelector("#key-form").checkVisibility()`)
	tab.Wait("the command with a variable", `document.querySelector("#curl").textContent.includes("Bearer $KEY")`)

	tab.Open(server.Secure() + "/?again#source=test")
	tab.Wait("frames without a question", "framepost.stats().shown > 5")
	var page string
	tab.Eval("location.href + document.documentElement.outerHTML + document.querySelector('#key-input').value", &page)
	if strings.Contains(page, key) {
		t.Error("the page shows the key")
	}
}

// A page on a static host that holds a capability gets what it allows, without a question.
func TestPageWithACapability(t *testing.T) {
	t.Parallel()
	const keys = "FRAMEPOST_CAP_KEYS=k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
	server := serve(t, keys, "FRAMEPOST_REQUIRE=cap")
	binary, err := workshop.binary()
	if err != nil {
		t.Fatal(err)
	}
	sign := exec.Command(binary, "sign", "--preset", "cartoon", "--max-pixels", "2MP", "--fps", "60")
	sign.Env = append(os.Environ(), keys)
	capability, err := sign.Output()
	if err != nil {
		t.Fatal(err)
	}
	tab := window(t)
	tab.Allow("status of 403") // the other presets' chips
	tab.Before(fmt.Sprintf(`const ask = fetch;
		window.fetch = (url, options) => String(url).includes("config") ?
			Promise.resolve(Response.json({cap: %q, look: "preset=cartoon&source=test"})) : ask(url, options);`,
		strings.TrimSpace(string(capability))))
	tab.Open(server.Secure() + "/")
	tab.Wait("frames on the screen", "framepost.stats().shown > 5")
	tab.Wait("the look of config.json", `framepost.stats().chain.includes("cartoon") && location.hash === ""`)
	tab.Wait("the command with a variable", `document.querySelector("#curl").textContent.includes("cap=$CAP")`)

	tab.Eval(`framepost.before = framepost.stats().shown`, nil)
	tab.Type("#chain", "invert")
	tab.Wait("the refusal", `framepost.stats().refusal.includes("does not allow")`)
	tab.Wait("the picture as before", `framepost.stats().chain.includes("cartoon") && framepost.stats().shown > framepost.before + 20`)

	tab.Click("[data-preset=cartoon]")
	filed(t, tab)
	sends(tab, "resize:700,mirror,cartoon") // which was signed, so that the source changes nothing
	tab.Wait("frames of the file", `framepost.stats().state === "live" && !framepost.stats().refusal`)
}

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"framepost/configs"
)

// Without a secure origin there is no clipboard, so the page shows the words and selects them.
func TestCopyWithoutAClipboard(t *testing.T) {
	t.Parallel()
	server := serve(t, "FRAMEPOST_HOSTS="+insecureHost)
	tab := window(t)
	tab.Open(fmt.Sprintf("http://%s:%d/#ops=mirror", insecureHost, server.Port))
	tab.Wait("the operations", "document.querySelectorAll('#ops button').length > 10")
	for as, words := range map[string]string{"curl": "ops=mirror", "go": "http.Post(", "json": `"chain": "mirror"`} {
		tab.Click("#copy-" + as)
		tab.Wait(as+" selected", fmt.Sprintf("getSelection().toString().includes(%q)", words))
		tab.Wait("what to do", `document.querySelector("#copied").textContent.includes("Ctrl+C")`)
	}
}

// keepsFrame makes the page keep a frame of the look that the link has, and its answer.
const keepsFrame = `const send = fetch;
	const base64 = (buffer) => btoa([...new Uint8Array(buffer)].map((b) => String.fromCharCode(b)).join(""));
	window.fetch = async (url, options) => {
		const answer = await send(url, options);
		const question = options?.body;
		if (question && answer.ok && url.includes("q=40") && url.includes("320") && !url.includes("scale")) {
			const copy = answer.clone();
			window.pair = {question: base64(await question.arrayBuffer()), answer: base64(await copy.arrayBuffer())};
		}
		return answer;
	};`

// The command and the program must send the same request as the page: for the same frame, all
// answers have the same bytes, with the operator's own operations in the chain as with the
// built-in ones alone.
func TestCopiedWordsGiveTheSamePicture(t *testing.T) {
	t.Parallel()
	sidecars, _ := declareHelper(t, "fail")
	filters := t.TempDir()
	writeFile(t, filepath.Join(filters, "sepia.wasm"), readFile(t, sepiaModule))
	server := serve(t, "FRAMEPOST_SIDECARS="+sidecars, "FRAMEPOST_FILTERS="+filters, "FRAMEPOST_FILTERS_CACHE="+t.TempDir())
	for name, ops := range map[string]string{
		"built in":       "resize:320,mirror,text:it%27s%20%22sketchy%22:size=12%25,gray",
		"the operator's": "stand:320,sepia_c:60",
	} {
		t.Run(name, func(t *testing.T) {
			tab := window(t)
			tab.Before(keepsFrame)
			// At quality 40 the page does not go lower, however slow the machine is.
			tab.Open(server.URL() + "/#source=test&q=40&ops=" + ops)
			tab.Wait("a frame of that look", "window.pair")
			var kept struct{ Question, Answer []byte }
			tab.Eval("pair", &kept)
			if len(kept.Question) == 0 || len(kept.Answer) == 0 {
				t.Fatalf("the page's question has %d bytes, its answer %d", len(kept.Question), len(kept.Answer))
			}
			copied := func(as string) (words string) {
				t.Helper()
				tab.Eval(`document.querySelector("#copied").textContent = ""`, nil)
				tab.Click("#copy-" + as)
				tab.Wait("word of it", `document.querySelector("#copied").textContent === "Copied"`)
				tab.Eval(`document.querySelector("#curl").textContent`, &words)
				return words
			}

			dir := t.TempDir()
			writeFile(t, filepath.Join(dir, "in.jpg"), kept.Question)
			for as, run := range map[string]func(words string) *exec.Cmd{
				"curl": func(command string) *exec.Cmd { return exec.Command("sh", "-c", command) },
				"go": func(program string) *exec.Cmd {
					file := filepath.Join(t.TempDir(), "main.go")
					writeFile(t, file, []byte(program))
					return exec.Command("go", "run", file)
				},
			} {
				words := copied(as)
				cmd := run(words)
				cmd.Dir = dir
				if said, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("%s: %v\n%s", words, err, said)
				}
				out := filepath.Join(dir, "out.jpg")
				if got := readFile(t, out); string(got) != string(kept.Answer) {
					t.Errorf("%s gives %d bytes, other ones than the page's %d", words, len(got), len(kept.Answer))
				}
				if err := os.Remove(out); err != nil {
					t.Fatal(err)
				}
			}
			var preset configs.Preset
			if err := json.Unmarshal([]byte(copied("json")), &preset); err != nil {
				t.Fatal(err)
			}
			var chain string
			if tab.Eval("framepost.stats().chain", &chain); preset.Chain != chain || preset.Name == "" {
				t.Errorf("the preset is %+v, the chain %s", preset, chain)
			}
			tab.Click("#copy-link")
			tab.Wait("word of it", `document.querySelector("#copied").textContent === "Copied"`)
		})
	}
}

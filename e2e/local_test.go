package e2e

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"framepost/api/pipeline/pixels/look"
	"framepost/e2e/browser"
	"framepost/e2e/debian"
	"framepost/e2e/service"
)

// looks is the table that everything that processes frames prints; see TestLooks of package pixels.
const looks = "../api/pipeline/pixels/testdata/looks.txt"

// TestLooksEverywhere has the plain kernels, the vector kernels and WebAssembly under Node print the
// table of looks. TestLooksInBrowser and TestLooksInFirefox are the others.
func TestLooksEverywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: the packages have tests of their own")
	}
	root, err := service.Root()
	if err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile(looks)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := debian.Find("nodejs", "node"); err != nil {
		t.Fatal(err)
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	node := "-exec=" + filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "go_js_wasm_exec")
	for _, build := range []struct {
		name, kernels string // kernels is a regular expression for what the test says of itself
		environment   []string
		arguments     []string
	}{
		{"plain", runtime.GOARCH + ` ""`, []string{"GOEXPERIMENT="}, nil},
		{"vector", `amd64 ".+"`, []string{"GOEXPERIMENT=simd"}, nil},
		{"Node", `wasm ""`, []string{"GOEXPERIMENT=", "GOOS=js", "GOARCH=wasm"}, []string{node}},
	} {
		t.Run(build.name, func(t *testing.T) {
			if build.name == "vector" && runtime.GOARCH != "amd64" {
				t.Skip("the vector kernels are for amd64")
			}
			arguments := append([]string{"test", "-count=1", "-v", "-run=^TestLooks$"}, build.arguments...)
			command := exec.Command("go", append(arguments, "./api/pipeline/pixels")...)
			command.Dir = root
			command.Env = append(os.Environ(), build.environment...)
			out, err := command.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			for _, want := range []string{`kernels: ` + build.kernels + "\n", "table: " + look.Sum(table) + "\n"} {
				if !regexp.MustCompile(want).Match(out) {
					t.Errorf("it does not print %q but\n%s", want, out)
				}
			}
		})
	}
}

// emptyHost serves the files of public/, an empty page, and nothing else. Workers made from /still.js run
// local.js at the time at which TestLooks runs. It returns the address of the page.
func emptyHost(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no browser")
	}
	if _, err := os.Stat("../public/dist/local.wasm"); err != nil {
		t.Fatalf("%v; `go tool task client` builds it", err)
	}
	files := http.NewServeMux()
	files.Handle("/", http.FileServer(http.Dir("../public")))
	files.HandleFunc("/empty.html", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<!doctype html><link rel="icon" href="data:,"><title>empty</title>`)
	})
	files.HandleFunc("/still.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, `Date.prototype.getTime = () => Date.UTC(2000, 0, 1); importScripts("local.js");`)
	})
	host := httptest.NewServer(files)
	t.Cleanup(host.Close)
	return host.URL + "/empty.html"
}

// emptyPage opens the page of emptyHost in Chromium.
func emptyPage(t *testing.T) *browser.Tab {
	t.Helper()
	address := emptyHost(t)
	tab := window(t)
	openEmpty(tab, address)
	return tab
}

// openEmpty opens the page of emptyHost, and defines employ, which starts a worker, and ask, which sends
// it a message and returns the answer.
func openEmpty(tab either, address string) {
	tab.Open(address)
	tab.Eval(`{
		let last = 0;
		const waiting = new Map();
		window.progress = [];
		window.employ = (script) => {
			const worker = new Worker(script);
			worker.onmessage = ({data: [id, ...fields]}) => {
				if (id === -1) return progress.push(fields);
				waiting.get(id)(fields);
				waiting.delete(id);
			};
			window.ask = (fields, moved) => new Promise((resolve) => {
				waiting.set(++last, resolve);
				worker.postMessage([last, ...fields], moved);
			});
			const url = (path) => new URL(path, location).href;
			return ask([{exec: url("dist/wasm_exec.js"), wasm: url("dist/local.wasm")}], []);
		};
	}`, nil)
}

func TestLooksInBrowser(t *testing.T) {
	t.Parallel()
	printsLooks(t, emptyPage(t))
}

// printsLooks has the worker print the table of looks. It gets the pictures in turn as a VideoFrame and
// as an ImageBitmap.
func printsLooks(t *testing.T, tab either) {
	t.Helper()
	var loaded []any
	tab.Eval(`employ("still.js")`, &loaded)
	if len(loaded) != 1 || loaded[0] != true {
		t.Fatalf("the worker says %v", loaded)
	}
	type picture struct {
		W, H int
		RGBA string
	}
	var pictures []picture
	for _, p := range look.Pictures() {
		pictures = append(pictures, picture{p.W, p.H, base64.StdEncoding.EncodeToString(p.Pix)})
	}
	list, err := json.Marshal(pictures)
	if err != nil {
		t.Fatal(err)
	}
	tab.Eval(`window.pictures = `+string(list)+`.map(({W, H, RGBA}) => ({W, H, pix: Uint8ClampedArray.from(atob(RGBA), (c) => c.charCodeAt(0))}));
	window.line = async (chain) => {
		const parts = [];
		for (const [i, {W, H, pix}] of pictures.entries()) {
			const picture = i % 2 ? await createImageBitmap(new ImageData(pix, W, H))
				: new VideoFrame(pix, {format: "RGBX", codedWidth: W, codedHeight: H, timestamp: 0});
			const [pixels, width, height, ...rest] = await ask([picture, new ArrayBuffer(i), chain, 0, 0], [picture]);
			if (!pixels) throw new Error(chain + ": " + rest + width + height);
			parts.push(width + "x" + height, pixels);
		}
		const sum = await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer());
		return Array.from(new Uint8Array(sum, 0, 12), (b) => b.toString(16).padStart(2, "0")).join("");
	}; 0`, nil)
	table, err := os.ReadFile(looks)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(table)), "\n")
	for _, line := range lines {
		fields := strings.SplitN(line, " ", 3)
		var got string
		tab.Eval(fmt.Sprintf("line(%q)", fields[2]), &got)
		if got != fields[0] {
			t.Errorf("%q looks otherwise here: %s, the table has %s", fields[2], got, fields[0])
		}
	}
	t.Logf("%d chains on %d pictures", len(lines), len(pictures))
}

// TestLocalWorker holds the messages of local.js.
func TestLocalWorker(t *testing.T) {
	t.Parallel()
	tab := emptyPage(t)
	tab.Allow("404")
	tab.Allow("exit code: 2")
	tab.Eval(`employ("local.js")`, nil)
	var progress [][]float64
	tab.Eval(`progress`, &progress)
	if n := len(progress); n == 0 || progress[n-1][0] != progress[n-1][1] || progress[0][0] <= 0 {
		t.Errorf("progress %v", progress)
	}
	tab.Eval(`window.frame = async (chain, width, height, buffer) => {
		const picture = new VideoFrame(new Uint8Array(4 * 64 * 48).fill(200), {format: "RGBX", codedWidth: 64, codedHeight: 48, timestamp: 0});
		const answer = await ask([picture, buffer, chain, width, height], buffer ? [picture, buffer] : [picture]);
		return answer.map((f) => f instanceof ArrayBuffer ? f.byteLength : f);
	}; 0`, nil)
	timing := `queue;dur=0\.00,decode;dur=\d+\.\d\d,ops;dur=\d+\.\d\d,encode;dur=\d+\.\d\d,receive;dur=0\.00`
	for _, test := range []struct{ expression, want string }{
		{`ask([{wasm: "nowhere.wasm", exec: "dist/wasm_exec.js"}], [])`, `\[null,"local_unavailable",".*nowhere.wasm answers 404"\]`},
		{`frame("mirror", "64", 48)`, `\[null,"internal",".*started again"\]`}, // a size that is none ends the module
		{`frame("mirror", 0, 0)`, `\[12288,64,48,"` + timing + `","64x48",null,null,null,"-1,0,0,1,1,0"\]`},
		{`frame("mirror", 32, 20, new ArrayBuffer(9))`, `\[2560,32,20,"` + timing + `","32x20",null,null,null,"-1,0,0,1,1,0"\]`},
		{`frame("mirror", 32, 20, new ArrayBuffer(2560))`, `\[2560,32,20,"` + timing + `","32x20",null,null,null,"-1,0,0,1,1,0"\]`},
		{`frame("faces,brightness", 0, 0)`, `\[12288,64,48,"` + timing + `","64x48","",null,null,"1,0,0,1,0,0"\]`},
		{`frame("meter", 0, 0)`, `\[12288,64,48,"` + timing + `","64x48",null,null,"brightness=[\d.]+","1,0,0,1,0,0"\]`},
		{`frame("mirrow", 0, 0)`, `\[null,"bad_ops","operation 1, mirrow, is not .* Did you mean mirror\?"\]`},
		{`frame("overlay", 0, 0)`, `\[null,"bad_ops",".*files that only the server has"\]`},
		{`frame("resize:8000:8000", 0, 0)`, `\[null,"too_many_pixels",".*"\]`},
		{`ask([null, "text:Ελλάδα ✓"], [])`, `\[true\]`},
		{`ask([null, "resize:0"], [])`, `\[null,"bad_ops",".*"\]`},
	} {
		var got json.RawMessage
		tab.Eval(test.expression, &got)
		if !regexp.MustCompile("^" + test.want + "$").Match(got) {
			t.Errorf("%s answers %s, want %s", test.expression, got, test.want)
		}
	}
}

// TestLocalPace measures the worker with frames of 640×480 px, one after the other, as the page sends
// them. An idle machine of two cores must reach what -figures demands.
func TestLocalPace(t *testing.T) {
	tab := emptyPage(t)
	tab.Eval(`employ("local.js")`, nil)
	tab.Eval(`window.pace = async (chain, frames) => {
		const rgba = new Uint8Array(4 * 640 * 480).map((_, i) => 90 + i / 12000 + i % 1021 / 9 + Math.random() * 12);
		const times = [];
		let buffer = new ArrayBuffer(0);
		for (let i = 0; i < frames; i++) {
			const picture = new VideoFrame(rgba, {format: "RGBX", codedWidth: 640, codedHeight: 480, timestamp: 0});
			const began = performance.now();
			const answer = await ask([picture, buffer, chain, 0, 0], [picture, buffer]);
			times.push([performance.now() - began, ...answer[3].match(/[\d.]+/g).slice(1, 4).map(Number)]);
			buffer = answer[0];
		}
		const middle = (at) => times.map((t) => t[at]).sort((a, b) => a - b)[frames >> 1];
		return [0, 1, 2, 3].map(middle);
	}; 0`, nil)
	for _, test := range []struct {
		chain string
		fps   float64
	}{{"resize:700,mirror", 25}, {"resize:700,mirror,cartoon", 8}, {"faces:pixelate,resize:700,mirror", 20}} {
		var ms [4]float64
		tab.Eval(fmt.Sprintf("pace(%q, 60)", test.chain), &ms)
		t.Logf("%-34s %5.1f ms a frame: read %4.1f, operations %4.1f, write %3.1f", test.chain, ms[0], ms[1], ms[2], ms[3])
		if *strict && 1000/ms[0] < test.fps {
			t.Errorf("%s: %.1f frames a second, want %v", test.chain, 1000/ms[0], test.fps)
		}
	}
}

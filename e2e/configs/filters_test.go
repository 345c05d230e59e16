package configs

import (
	"image"
	"image/png"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"framepost/e2e/debian"
	"framepost/e2e/service"
)

// example checks a filter: it is built as its first comment says, keeps to the interface, and does
// what the built-in sepia does.
func example(t *testing.T, file string) {
	binary, err := program()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, filepath.Base(file)), read(t, file), 0o600); err != nil {
		t.Fatal(err)
	}
	commands := commandsOf(string(read(t, file)))
	if len(commands) == 0 {
		t.Fatal("it does not say how to build it")
	}
	for _, command := range commands {
		have(t, command)
		cmd := exec.Command("sh", "-c", command)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GO111MODULE=off") // the file is all there is, as for whoever copies it
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, out)
		}
	}
	said, err := exec.Command(binary, "filter", "check", filepath.Join(dir, "sepia.wasm")).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	t.Logf("%s", said)

	server := service.Start(t, binary, t.TempDir(), "FRAMEPOST_FILTERS="+dir, "FRAMEPOST_FILTERS_CACHE="+t.TempDir())
	name := "sepia_" + strings.TrimPrefix(filepath.Ext(file), ".")
	for _, args := range []string{"", ":50"} {
		got, want := card(t, server, name+args), card(t, server, "sepia"+args)
		if d := difference(t, got, want); d > 2 {
			t.Errorf("%s differs from sepia%s by %.1f levels a sample", name+args, args, d)
		}
		if d := difference(t, card(t, server, ""), got); d < 5 {
			t.Errorf("%s changes %.1f levels a sample: next to nothing", name+args, d)
		}
	}
}

// commandsOf returns the lines of the first comment of a file that are indented by a tab.
func commandsOf(source string) (commands []string) {
	for line := range strings.Lines(source) {
		command, is := strings.CutPrefix(line, "//\t")
		switch {
		case is:
			commands = append(commands, strings.TrimSpace(command))
		case len(commands) > 0 && !strings.HasPrefix(line, "//"):
			return commands
		}
	}
	return commands
}

// have installs what a command needs that is not Go.
func have(t *testing.T, command string) {
	t.Helper()
	packages := map[string][]string{"clang": {"clang", "lld"}, "npm": {"npm"}, "npx": {"npm"}}
	programs := map[string]string{"lld": "wasm-ld"}
	for _, name := range packages[strings.Fields(command)[0]] {
		program := name
		if other, has := programs[name]; has {
			program = other
		}
		if _, err := debian.Find(name, program); err != nil {
			t.Fatal(err)
		}
	}
}

// card returns the test card after a chain.
func card(t *testing.T, server *service.Server, ops string) image.Image {
	t.Helper()
	resp, err := http.Get(server.URL() + "/v1/frame?format=png&ops=" + ops)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s is answered with %s", ops, resp.Status)
	}
	picture, err := png.Decode(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// difference returns the mean difference of two pictures, in levels of 0 to 255.
func difference(t *testing.T, a, b image.Image) float64 {
	t.Helper()
	if a.Bounds() != b.Bounds() {
		t.Fatalf("the pictures are %v and %v", a.Bounds(), b.Bounds())
	}
	sum, n := 0, 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r, g, bl, _ := a.At(x, y).RGBA()
			r2, g2, bl2, _ := b.At(x, y).RGBA()
			for _, pair := range [][2]uint32{{r, r2}, {g, g2}, {bl, bl2}} {
				sum += max(int(pair[0]>>8)-int(pair[1]>>8), int(pair[1]>>8)-int(pair[0]>>8))
				n++
			}
		}
	}
	return float64(sum) / float64(n)
}

// The README's commands for a WebAssembly file work when they are pasted into the repository's
// folder, one after the other.
func TestReadmeFilter(t *testing.T) {
	binary, err := program()
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(read(t, filepath.Join(folder(t), "..", "README.md"))), "\n### A WebAssembly file\n")
	section, _, _ = strings.Cut(section, "\n##")
	dir := t.TempDir()
	if err := os.Symlink(folder(t), filepath.Join(dir, "configs")); err != nil {
		t.Fatal(err)
	}
	var server *service.Server
	commands := 0
	for line := range strings.Lines(section) {
		command, is := strings.CutPrefix(strings.TrimRight(line, "\n"), "    ")
		if !is {
			continue
		}
		commands++
		if variables, serves := strings.CutSuffix(command, " go tool task run"); serves {
			env := append(strings.Fields(variables), "FRAMEPOST_FILTERS="+filepath.Join(dir, "filters"), "FRAMEPOST_FILTERS_CACHE="+t.TempDir())
			server = service.Start(t, binary, t.TempDir(), env...)
			continue
		}
		if strings.HasPrefix(command, "curl ") {
			command = strings.Replace(command, "http://localhost:8080", server.URL(), 1)
		}
		cmd := exec.Command("sh", "-c", command)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, out)
		}
	}
	if answer, err := os.ReadFile(filepath.Join(dir, "card.jpg")); commands < 4 || err != nil || !strings.HasPrefix(string(answer), "\xff\xd8") {
		t.Errorf("after %d commands the answer is %.200q (%v)", commands, answer, err)
	}
}

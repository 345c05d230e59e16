//go:build !js

package look

import (
	"encoding/json"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The shell must hand curl the URL as it is, even one that nobody escaped, and what the
// caller needs from the environment.
func TestCurl(t *testing.T) {
	chain := `text:it's $HOME "here" {a,b} [1-2] \\ ` + "`id`"
	url := "https://a.example/x'y/v1/frame?ops=" + chain
	for needs, want := range map[Credential][]string{
		Open:       {"curl", "-f", "--data-binary", "@in.jpg", url, "-o", "out.jpg"},
		Capability: {"curl", "-f", "--data-binary", "@in.jpg", url + "&cap=a b", "-o", "out.jpg"},
		Key:        {"curl", "-f", "-H", "Authorization: Bearer c d", "--data-binary", "@in.jpg", url, "-o", "out.jpg"},
	} {
		command := exec.Command("sh", "-c", "set -- "+Curl(url, Server{Needs: needs})+`; printf '%s\n' "$@"`)
		command.Env = append(os.Environ(), "CAP=a b", "KEY=c d")
		out, err := command.Output()
		if err != nil {
			t.Fatal(err)
		}
		if words := strings.Split(strings.TrimSpace(string(out)), "\n"); !slices.Equal(words, want) {
			t.Errorf("%q, want %q", words, want)
		}
	}
}

// The Go program must compile and be formatted as by gofmt, whatever the URL. A test in e2e
// checks with a server that the program gets the same picture.
func TestProgram(t *testing.T) {
	for _, server := range []Server{{Needs: Open}, {Needs: Capability}, {Needs: Key}, {Needs: Open, SelfSigned: true}} {
		needs := server.Needs
		program := Program("https://a.example/v1/frame?ops=text:\"a\\\\b\" `c` \n%s", server)
		if formatted, err := format.Source([]byte(program)); err != nil || string(formatted) != program {
			t.Fatalf("not as gofmt has it, %v: %s", err, formatted)
		}
		file := filepath.Join(t.TempDir(), "main.go")
		if err := os.WriteFile(file, []byte(program), 0o644); err != nil {
			t.Fatal(err)
		}
		if said, err := exec.Command("go", "vet", file).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, said)
		}
		if strings.Contains(program, `os.Getenv("CAP")`) != (needs == Capability) || strings.Contains(program, `os.Getenv("KEY")`) != (needs == Key) {
			t.Errorf("a program that needs %d: %s", needs, program)
		}
	}
}

func TestCurlTrustsTheServerAtHome(t *testing.T) {
	if got := Curl("https://localhost:8443/v1/frame", Server{SelfSigned: true}); got != `curl -kf --data-binary @in.jpg 'https://localhost:8443/v1/frame' -o out.jpg` {
		t.Error(got)
	}
}

func TestEntry(t *testing.T) {
	c := catalogue()
	c.Presets[0].Title, c.Presets[0].Text = "Classic", "As ever."
	read := func(entry string) (p struct{ Name, Title, Text, Chain string }) {
		t.Helper()
		if err := json.Unmarshal([]byte(entry), &p); err != nil {
			t.Errorf("%v: %s", err, entry)
		}
		return p
	}
	if got, want := c.Entry("resize:700,mirror"), `{
  "name": "classic",
  "title": "Classic",
  "text": "As ever.",
  "chain": "resize:700,mirror"
}
`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	const chain = "text:\"it's\"\\, \t\x01ü\u2028"
	if got := read(c.Entry(chain)); got.Chain != chain || got.Name != "mine" || got.Title == "" || got.Text == "" {
		t.Errorf("%+v", got)
	}
}

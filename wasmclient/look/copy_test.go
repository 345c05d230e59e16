package look

import (
	"encoding/json"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The shell must hand curl the URL as it is, even one that nobody escaped.
func TestCurl(t *testing.T) {
	chain := `text:it's $HOME "here" {a,b} [1-2] \\ ` + "`id`"
	out, err := exec.Command("sh", "-c", "set -- "+Curl("https://a.example/x'y/v1/frame?ops="+chain)+`; printf '%s\n' "$@"`).Output()
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(words) != 6 || words[0] != "curl" || words[2] != "@in.jpg" || words[5] != "out.jpg" {
		t.Fatalf("%q", words)
	}
	if words[3] != "https://a.example/x'y/v1/frame?ops="+chain {
		t.Errorf("%s", words[3])
	}
}

// What is copied as Go must be as gofmt has it and please the compiler, whatever the
// URL. That it gives the same picture is shown with a server behind it, in e2e.
func TestProgram(t *testing.T) {
	program := Program("https://a.example/v1/frame?ops=text:\"a\\\\b\" `c` \n%s")
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

package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"framepost/api/pipeline/pixels"

	"github.com/andybalholm/brotli"
)

func TestSiblingsHoldTheFile(t *testing.T) {
	dist := t.TempDir()
	content := bytes.Repeat([]byte("a frame, a frame, "), 1000)
	if err := writeSiblings(dist, "x.wasm", content, all); err != nil {
		t.Fatal(err)
	}
	for suffix, open := range map[string]func(io.Reader) (io.Reader, error){
		".gz": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		".br": func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
	} {
		compressed := read(t, filepath.Join(dist, "x.wasm"+suffix))
		r, err := open(bytes.NewReader(compressed))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("%s does not hold the file: %v", suffix, err)
		}
		if len(compressed) >= len(content)/10 {
			t.Errorf("%s has %d bytes of %d", suffix, len(compressed), len(content))
		}
	}
}

func TestSiblingsAreMadeAgainOnlyWhenNeeded(t *testing.T) {
	dist := t.TempDir()
	br := filepath.Join(dist, "x.js.br")
	pack := func(content string) {
		t.Helper()
		if err := writeSiblings(dist, "x.js", []byte(content), all); err != nil {
			t.Fatal(err)
		}
	}
	pack("one")
	spoilt := []byte("left alone")
	if err := os.WriteFile(br, spoilt, 0o644); err != nil {
		t.Fatal(err)
	}
	pack("one")
	if !bytes.Equal(read(t, br), spoilt) {
		t.Error("an unchanged file is compressed again")
	}
	pack("two")
	if bytes.Equal(read(t, br), spoilt) {
		t.Error("a changed file keeps its old sibling")
	}
	if err := os.Remove(filepath.Join(dist, "x.js.gz")); err != nil {
		t.Fatal(err)
	}
	pack("two")
	read(t, filepath.Join(dist, "x.js.gz"))
}

// A sibling that -quick does not make must be removed when the content changes: the server
// would send it.
func TestQuickLeavesNoOldSibling(t *testing.T) {
	dist := t.TempDir()
	pack := func(content string, encodings []encoding) {
		t.Helper()
		if err := writeSiblings(dist, "x.js", []byte(content), encodings); err != nil {
			t.Fatal(err)
		}
	}
	suffixes := func(want ...string) {
		t.Helper()
		for _, e := range all {
			_, err := os.Stat(filepath.Join(dist, "x.js"+e.suffix))
			if there := err == nil; there != slices.Contains(want, e.suffix) {
				t.Errorf("x.js%s is there: %v", e.suffix, there)
			}
		}
	}
	pack("one", all)
	pack("one", quick)
	suffixes(".br", ".gz")
	pack("two", quick)
	suffixes(".gz")
	pack("two", all)
	suffixes(".br", ".gz")
}

func TestWriteLeavesTheSameContentAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	long := time.Unix(1e9, 0)
	for i, content := range []string{"one", "one", "two"} {
		if err := write(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if touched := !info.ModTime().Equal(long); touched != (i != 1) {
			t.Errorf("write %d: touched is %v", i, touched)
		}
		if got := string(read(t, path)); got != content {
			t.Errorf("the file holds %q, want %q", got, content)
		}
		if err := os.Chtimes(path, long, long); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWithSizes(t *testing.T) {
	support := []byte("(() => {})();")
	got := string(withSizes(support, 2_500_000, 5_000_000))
	if !strings.HasPrefix(got, string(support)) || !strings.Contains(got, "globalThis.framepost = {bytes: 2500000, local: 5000000};") {
		t.Errorf("%q", got)
	}
}

func TestBudgets(t *testing.T) {
	within := table{
		client: row{brot: clientBudget},
		local:  row{brot: localBudget},
		page:   []row{{gzip: pageBudget - 1}, {gzip: 1}},
	}
	if err := within.check(); err != nil {
		t.Error(err)
	}
	heavy := within
	heavy.client.brot++
	if err := heavy.check(); err == nil || !strings.Contains(err.Error(), "1 bytes over") {
		t.Errorf("a client over the budget: %v", err)
	}
	heavy = within
	heavy.local.brot += 3
	if err := heavy.check(); err == nil || !strings.Contains(err.Error(), "local.wasm is 3 bytes over") {
		t.Errorf("a local module over the budget: %v", err)
	}
	heavy = within
	heavy.page = append(heavy.page, row{gzip: 7})
	if err := heavy.check(); err == nil || !strings.Contains(err.Error(), "7 bytes over") {
		t.Errorf("a page over the budget: %v", err)
	}
}

func TestMeasure(t *testing.T) {
	public := t.TempDir()
	dist := filepath.Join(public, "dist")
	if err := os.Mkdir(dist, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, size := range map[string]int{
		"index.html": 3000, "style.css": 2000, "desk.css": 2000, "loader.js": 1000, "codec.js": 1000, "local.js": 1000,
		"dist/wasm_exec.js": 500, "dist/client.wasm": 9000, "dist/client.wasm.br": 41, "dist/client.wasm.gz": 42,
		"dist/local.wasm": 9900, "dist/local.wasm.br": 51, "dist/local.wasm.gz": 52,
	} {
		if err := os.WriteFile(filepath.Join(public, name), make([]byte, size), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := measure(public)
	if err != nil {
		t.Fatal(err)
	}
	if want := (row{"client.wasm", 9000, 42, 41}); got.client != want {
		t.Errorf("the client is %v, want %v", got.client, want)
	}
	if want := (row{"local.wasm", 9900, 52, 51}); got.local != want {
		t.Errorf("the local module is %v, want %v", got.local, want)
	}
	if len(got.page) != 7 || got.page[0].plain != 3000 || got.page[0].gzip == 0 || got.page[0].gzip > 100 {
		t.Errorf("the page is %v", got.page)
	}
	for _, name := range []string{"client.wasm", "index.html", "style.css", "desk.css", "loader.js", "codec.js", "local.js", "local.wasm", "wasm_exec.js"} {
		if !strings.Contains(got.String(), name) {
			t.Errorf("the table leaves out %s", name)
		}
	}
	if err := os.Remove(filepath.Join(dist, "client.wasm")); err != nil {
		t.Fatal(err)
	}
	if _, err := measure(public); err == nil {
		t.Error("no error without a client")
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The catalogue of a page without an API lists what the local module can do.
func TestLocalCatalogue(t *testing.T) {
	files, err := localFiles()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Ops     []struct{ Name string }
		Presets []struct{ Chain string }
	}
	if err := json.Unmarshal(files["catalogue.json"], &got); err != nil {
		t.Fatal(err)
	}
	local := pixels.New(1000)
	ops := local.Ops()
	if len(got.Ops) != len(ops) || len(got.Presets) == 0 {
		t.Fatalf("%d operations, the module has %d; %d presets", len(got.Ops), len(ops), len(got.Presets))
	}
	for i, op := range ops {
		if got.Ops[i].Name != op.Name {
			t.Errorf("operation %d is %s, the module's %s", i, got.Ops[i].Name, op.Name)
		}
	}
	for _, preset := range got.Presets {
		if _, err := local.Parse(preset.Chain); err != nil {
			t.Error(err)
		}
	}
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Limits for what a visitor downloads, in bytes.
const (
	clientBudget = 740_000 // client.wasm, with brotli
	localBudget  = 880_000 // local.wasm, with brotli; it is loaded when it is first needed
	pageBudget   = 60_000  // HTML, CSS and JavaScript together, with gzip
)

// row is one file, with its original and compressed sizes.
type row struct {
	name              string
	plain, gzip, brot int
}

// table holds the sizes of all files of a first visit, and of the local module.
type table struct {
	client, local row
	page          []row
}

// measure reads the siblings of the built client, and compresses the page's own files as the
// server does.
func measure(public string) (table, error) {
	var t table
	var err error
	if t.client, err = measureFile(filepath.Join(public, "dist", clientFile)); err != nil {
		return t, err
	}
	if t.local, err = measureFile(filepath.Join(public, "dist", localFile)); err != nil {
		return t, err
	}
	for _, name := range []string{"index.html", "style.css", "desk.css", "loader.js", "codec.js", "local.js", filepath.Join("dist", supportFile)} {
		r, err := measureFile(filepath.Join(public, name))
		if err != nil {
			return t, err
		}
		t.page = append(t.page, r)
	}
	return t, nil
}

func measureFile(path string) (row, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return row{}, err
	}
	r := row{name: filepath.Base(path), plain: len(content)}
	for suffix, size := range map[string]*int{".gz": &r.gzip, ".br": &r.brot} {
		if *size, err = siblingSize(path, suffix, content); err != nil {
			return row{}, err
		}
	}
	return r, nil
}

// siblingSize returns the size of a sibling, or the size that it would have if it does not
// exist.
func siblingSize(path, suffix string, content []byte) (int, error) {
	if info, err := os.Stat(path + suffix); err == nil {
		return int(info.Size()), nil
	}
	for _, e := range all {
		if e.suffix == suffix {
			compressed, err := e.compress(content)
			return len(compressed), err
		}
	}
	return 0, fmt.Errorf("no encoding has the suffix %s", suffix)
}

// pageTotal returns the compressed size of the page's own files.
func (t table) pageTotal() int {
	total := 0
	for _, r := range t.page {
		total += r.gzip
	}
	return total
}

func (t table) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-22s %11s %11s %11s\n", "file", "bytes", "gzip", "brotli")
	for _, r := range append([]row{t.client, t.local}, t.page...) {
		fmt.Fprintf(&b, "%-22s %11d %11d %11d\n", r.name, r.plain, r.gzip, r.brot)
	}
	fmt.Fprintf(&b, "\nclient, brotli         %11d of %d\n", t.client.brot, clientBudget)
	fmt.Fprintf(&b, "local module, brotli   %11d of %d\n", t.local.brot, localBudget)
	fmt.Fprintf(&b, "HTML, CSS, JS, gzip    %11d of %d\n", t.pageTotal(), pageBudget)
	return b.String()
}

// check returns an error if a limit is exceeded.
func (t table) check() error {
	if t.client.brot > clientBudget {
		return fmt.Errorf("%s is %d bytes over its budget", clientFile, t.client.brot-clientBudget)
	}
	if t.local.brot > localBudget {
		return fmt.Errorf("%s is %d bytes over its budget", localFile, t.local.brot-localBudget)
	}
	if over := t.pageTotal() - pageBudget; over > 0 {
		return fmt.Errorf("HTML, CSS and JavaScript are %d bytes over their budget", over)
	}
	return nil
}

package plugin

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"framepost/api/filter/filtertest"
)

// another returns a module that is named so.
func another(name string) []byte {
	return module(strings.Replace(described, "negative", name, 1), negative)
}

func open(t testing.TB, c Config) *Library {
	t.Helper()
	c.Limit, c.Memory = 10*time.Second, memory
	l, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestOpen(t *testing.T) {
	dir := directory(t, map[string][]byte{"b.wasm": another("two"), "a.WASM": another("one"), ".hidden.wasm": []byte("x"), "notes.txt": nil})
	if got := open(t, Config{Dir: dir}).Names(); !slices.Equal(got, []string{"one", "two"}) {
		t.Errorf("the operations are %v", got)
	}
	if got := open(t, Config{Dir: t.TempDir()}).Names(); len(got) > 0 {
		t.Errorf("the operations of an empty directory are %v", got)
	}
	if _, err := Open(t.Context(), Config{Dir: filepath.Join(dir, "nosuch")}); err == nil || !strings.Contains(err.Error(), "nosuch") {
		t.Errorf("a directory that does not exist: %v", err)
	}
}

func TestReload(t *testing.T) {
	dir := directory(t, map[string][]byte{"a.wasm": another("one")})
	l := open(t, Config{Dir: dir})
	first := l.Modules[0]
	step := func(change func() error, changed bool, names ...string) {
		t.Helper()
		if err := change(); err != nil {
			t.Fatal(err)
		}
		got, err := l.Reload(t.Context())
		if got != changed || !slices.Equal(l.Names(), names) {
			t.Errorf("changed: %v (%v), want %v; the operations are %v, want %v", got, err, changed, l.Names(), names)
		}
	}
	write := func(name string, content []byte) func() error {
		return func() error { return os.WriteFile(filepath.Join(dir, name), content, 0o600) }
	}
	step(func() error { return nil }, false, "one")
	step(write("b.wasm", another("two")), true, "one", "two")
	if l.Modules[0] != first {
		t.Error("a module that has not changed is loaded again")
	}
	step(write("b.wasm", another("two")[:50]), false, "one", "two")
	step(func() error { return nil }, false, "one", "two") // and is not an error again
	step(write("b.wasm", another("three")), true, "one", "three")
	step(func() error { return os.Remove(filepath.Join(dir, "a.wasm")) }, true, "three")
	if f := apply(t, parse(t, l, "three"), filtertest.Grey([]byte{1})); f.Planes()[0].Row(0)[0] != 254 {
		t.Error("an operation that has been reloaded does nothing")
	}
}

// What a module has said of itself and been compiled to is there for the next start.
func TestStore(t *testing.T) {
	dir := directory(t, map[string][]byte{"a.wasm": another("one")})
	cache := filepath.Join(t.TempDir(), "cache")
	for range 2 {
		l := open(t, Config{Dir: dir, Cache: cache})
		apply(t, parse(t, l, "one"), filtertest.Grey([]byte{1}))
	}
	kept := func(pattern string) []string {
		names, err := filepath.Glob(filepath.Join(cache, pattern))
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	descriptions := kept("*.json")
	if len(descriptions) != 1 || len(kept("wazero-*/*")) < 1 {
		t.Fatalf("the cache has %v and %v", descriptions, kept("wazero-*/*"))
	}
	// The second start does not ask the module.
	if err := os.WriteFile(descriptions[0], []byte(strings.Replace(described, "negative", "kept", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := open(t, Config{Dir: dir, Cache: cache}).Names(); !slices.Equal(got, []string{"kept"}) {
		t.Errorf("the operations are %v, want what the cache says", got)
	}
	if _, err := Open(t.Context(), Config{Dir: dir, Cache: descriptions[0]}); err == nil || !strings.Contains(err.Error(), "the cache") {
		t.Errorf("a cache that is a file: %v", err)
	}
}

// A cache that lacks a module and can't be written makes the start slower, and nothing worse. Root
// can write anything, so what the cache writes into is not there.
func TestReadOnlyStore(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	l := open(t, Config{Dir: dir, Cache: cache})
	inside, err := filepath.Glob(filepath.Join(cache, "wazero-*"))
	if err != nil || len(inside) != 1 {
		t.Fatal(inside, err)
	}
	for _, gone := range []string{inside[0], cache} {
		if err := os.Remove(gone); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "a.wasm"), another("one"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	apply(t, parse(t, l, "one"), filtertest.Grey([]byte{1}))
	if l.Modules[0].runtime == nil {
		t.Error("the module is not compiled")
	}
}

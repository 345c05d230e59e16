package main

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"framepost/api/wire"
)

// sepia is configs/filters/sepia.c, compiled.
func sepia(t *testing.T) []byte {
	t.Helper()
	module, err := os.ReadFile(filepath.Join("plugin", "testdata", "sepia.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	return module
}

// withFilter returns a directory that has a module.
func withFilter(t *testing.T, module []byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "sepia.wasm"), module, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestWrongFilterStopsTheStart(t *testing.T) {
	for name, module := range map[string][]byte{
		"no module":                 []byte("int main"),
		"the name of another":       bytes.Replace(sepia(t), []byte(`"sepia_c"`), []byte(`"sepia"  `), 1),
		"a default that is no such": bytes.Replace(sepia(t), []byte(`"default":100`), []byte(`"default":101`), 1),
	} {
		dir := withFilter(t, module)
		err := run(t.Context(), nil, environment(map[string]string{"PORT": "0", "FRAMEPOST_FILTERS": dir, "FRAMEPOST_FILTERS_CACHE": t.TempDir()}), io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), "sepia") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v; want one line that names the file or the operation", name, err)
		}
	}
}

// ask returns the status and the body of an answer.
func ask(t *testing.T, url string) (status int, body string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// A module that is dropped into the directory is an operation everywhere, and one that is taken
// out is none.
func TestWatchFilters(t *testing.T) {
	dir := t.TempDir()
	plain, _ := boot(t, map[string]string{
		"PORT": "0", "FRAMEPOST_HOST": "127.0.0.1", "FRAMEPOST_DRAIN_DELAY": "0s",
		"FRAMEPOST_FILTERS": dir, "FRAMEPOST_FILTERS_CACHE": t.TempDir(), "FRAMEPOST_FILTERS_WATCH": "true",
	})
	defer http.DefaultClient.CloseIdleConnections()
	listed := func() bool {
		_, ops := ask(t, plain+wire.PathOps)
		_, contract := ask(t, plain+wire.PathOpenAPI)
		if strings.Contains(ops, "sepia_c") != strings.Contains(contract, "sepia_c") {
			t.Log("one document is ahead of the other")
		}
		return strings.Contains(ops, "sepia_c") && strings.Contains(contract, "sepia_c")
	}
	frame := plain + wire.PathFrame + "?ops=sepia_c:50"
	expect := func(there bool, status int) {
		t.Helper()
		for end := time.Now().Add(10 * time.Second); listed() != there; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("after 10 s the operation is listed: %v", !there)
			}
		}
		if got, body := ask(t, frame); got != status {
			t.Errorf("a frame is answered with %d, want %d: %.200s", got, status, body)
		}
	}
	expect(false, http.StatusBadRequest)
	if err := os.WriteFile(filepath.Join(dir, "sepia.wasm"), sepia(t), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(true, http.StatusOK)
	if err := os.Remove(filepath.Join(dir, "sepia.wasm")); err != nil {
		t.Fatal(err)
	}
	expect(false, http.StatusBadRequest)
}

// filterCommand runs the subcommand filter.
func filterCommand(t *testing.T, variables map[string]string, args ...string) (out string, err error) {
	t.Helper()
	var stdout bytes.Buffer
	err = run(t.Context(), append([]string{"filter"}, args...), environment(variables), &stdout, io.Discard)
	return stdout.String(), err
}

func TestFilterCheck(t *testing.T) {
	good := filepath.Join(withFilter(t, sepia(t)), "sepia.wasm")
	out, err := filterCommand(t, nil, "check", good)
	if err != nil || !strings.Contains(out, `"name": "sepia_c"`) || !strings.Contains(out, "keeps to the interface") {
		t.Errorf("%v: %s", err, out)
	}
	bad := filepath.Join(withFilter(t, sepia(t)[:700]), "sepia.wasm")
	if out, err := filterCommand(t, nil, "check", bad); err == nil || !strings.Contains(err.Error(), bad) || out != "" {
		t.Errorf("a module that is cut off: %v: %s", err, out)
	}
}

func TestFilterCompile(t *testing.T) {
	cache := t.TempDir()
	variables := map[string]string{"FRAMEPOST_FILTERS": withFilter(t, sepia(t)), "FRAMEPOST_FILTERS_CACHE": cache}
	if out, err := filterCommand(t, variables, "compile"); err != nil || !strings.Contains(out, "sepia_c is compiled") {
		t.Errorf("%v: %s", err, out)
	}
	if kept, err := filepath.Glob(filepath.Join(cache, "wazero-*", "*")); err != nil || len(kept) == 0 {
		t.Errorf("the cache has %v (%v)", kept, err)
	}
	if out, err := filterCommand(t, variables, "list"); err != nil || !strings.Contains(out, "sepia_c") {
		t.Errorf("%v: %s", err, out)
	}
}

func TestFilterMisuse(t *testing.T) {
	for _, args := range [][]string{nil, {"check"}, {"compile", "x"}, {"list", "x"}, {"run"}, {"list"}, {"compile"}} {
		if out, err := filterCommand(t, nil, args...); err == nil || out != "" {
			t.Errorf("filter %v: %v: %s", args, err, out)
		}
	}
}

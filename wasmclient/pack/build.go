package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Names of the files that are built.
const (
	clientFile  = "client.wasm"
	supportFile = "wasm_exec.js"
)

// pack fills dist with the client and its siblings in the given encodings.
func pack(root, dist string, encodings []encoding) error {
	wasm, err := buildClient(root)
	if err != nil {
		return err
	}
	support, err := readSupport()
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{
		clientFile:  wasm,
		supportFile: withSize(support, len(wasm)),
	} {
		if err := write(filepath.Join(dist, name), content); err != nil {
			return err
		}
		if err := writeSiblings(dist, name, content, encodings); err != nil {
			return err
		}
	}
	return nil
}

// buildClient compiles the client. It leaves out paths and symbol tables, which visitors do not
// need. Nothing is inlined (-l): calls compress better than copies of the called code, and the
// client spends its time in the browser's codecs, not in Go. The names of the packages are
// printed while they are compiled (-v), because the first time there are about fifty; later,
// Go's build cache makes it quick.
func buildClient(root string) ([]byte, error) {
	temp, err := os.MkdirTemp("", "framepost-pack-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)
	out := filepath.Join(temp, clientFile)
	cmd := exec.Command("go", "build", "-v", "-trimpath", "-ldflags=-s -w", "-gcflags=all=-l", "-o", out, "./wasmclient")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOEXPERIMENT=")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("building the client: %w", err)
	}
	return os.ReadFile(out)
}

// readSupport returns the JavaScript support file of the Go version in use.
func readSupport() ([]byte, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	return os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "lib", "wasm", supportFile))
}

// withSize adds the client's size to the support file. The loader needs it to show how much has
// arrived, since Content-Length is the compressed size or is missing.
func withSize(support []byte, size int) []byte {
	return fmt.Appendf(bytes.Clone(support), "\nglobalThis.framepost = {bytes: %d};\n", size)
}

// write replaces a file as a whole, unless it already has that content.
func write(path string, content []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, content) {
		return nil
	}
	temp := path + ".new"
	if err := os.WriteFile(temp, content, 0o644); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

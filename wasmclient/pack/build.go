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
	localFile   = "local.wasm"
)

// pack fills dist with the client, the local module and what belongs to them, and with their
// siblings in the given encodings.
func pack(root, dist string, encodings []encoding) error {
	client, err := build(root, "./wasmclient")
	if err != nil {
		return err
	}
	local, err := build(root, "./wasmclient/local", inlined...)
	if err != nil {
		return err
	}
	support, err := readSupport()
	if err != nil {
		return err
	}
	files, err := localFiles()
	if err != nil {
		return err
	}
	files[clientFile], files[localFile] = client, local
	files[supportFile] = withSizes(support, len(client), len(local))
	for name, content := range files {
		if err := write(filepath.Join(dist, name), content); err != nil {
			return err
		}
		if err := writeSiblings(dist, name, content, encodings); err != nil {
			return err
		}
	}
	return nil
}

// inlined are the flags of the local module. It works on pixels, and several times as fast where
// what works on them is inlined. The rest is not, so that it is compiled once for both modules.
var inlined = []string{"-gcflags=framepost/...="}

// build compiles a program for the browser. It leaves out paths and symbol tables, which visitors do not
// need. Nothing is inlined (-l) unless flags say so: calls compress better than copies of the
// called code, and the client spends its time in the browser's codecs, not in Go. The collector is
// the one before Go 1.26, which has 10 kB less, as both heaps are small. The data are joined. The
// names of the packages are printed while they are compiled (-v), because the first time there are
// about fifty; later, Go's build cache makes it quick.
func build(root, program string, flags ...string) ([]byte, error) {
	temp, err := os.MkdirTemp("", "framepost-pack-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)
	out := filepath.Join(temp, "program.wasm")
	arguments := append([]string{"build", "-v", "-trimpath", "-ldflags=-s -w", "-gcflags=all=-l", "-o", out}, flags...)
	cmd := exec.Command("go", append(arguments, program)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOEXPERIMENT=nogreenteagc")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("building %s: %w", program, err)
	}
	module, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	return joinSegments(module)
}

// readSupport returns the JavaScript support file of the Go version in use.
func readSupport() ([]byte, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	return os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "lib", "wasm", supportFile))
}

// withSizes adds the sizes of the client and of the local module to the support file. Who loads
// them needs it to show how much has arrived, since Content-Length is the compressed size or is
// missing.
func withSizes(support []byte, client, local int) []byte {
	return fmt.Appendf(bytes.Clone(support), "\nglobalThis.framepost = {bytes: %d, local: %d};\n", client, local)
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

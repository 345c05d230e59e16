// Package service runs the real framepost binary for the tests.
package service

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Build builds the program as it is released, with the client and the page inside, in dir and
// returns its path.
func Build(dir string) (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	for _, step := range [][]string{{"go", "run", "./wasmclient/pack"}, {"go", "generate", "./api/filter/face/cascade"}} {
		if err := run(root, step...); err != nil {
			return "", err
		}
	}
	binary := filepath.Join(dir, "framepost")
	return binary, run(root, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, "./api")
}

// BuildServer builds the program as `go run` does: with the client that is there, if any,
// and without -trimpath, so that it finds the face detector's trees in their module.
func BuildServer(dir string) (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	binary := filepath.Join(dir, "framepost")
	return binary, run(root, "go", "build", "-o", binary, "./api")
}

// Root returns the directory of the program's module, with which the e2e module replaces the
// dependency.
func Root() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "framepost").Output()
	if err != nil {
		return "", fmt.Errorf("go list -m framepost: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

func run(dir string, command ...string) error {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if runtime.GOARCH == "amd64" { // which has the vector kernels
		cmd.Env = append(cmd.Env, "GOEXPERIMENT=simd")
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(command, " "), err, out)
	}
	return nil
}

package configs

import (
	"crypto/sha256"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"framepost/e2e/service"
)

// Two builds of the same sources in different folders give the same files: the binary, and
// what is made for it, the packed client and the face detector's trees. So anybody can check
// that a binary is of these sources. The second build has a build cache of its own, or it would
// take the packages of the first.
func TestReproducible(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: two builds take minutes")
	}
	dir := t.TempDir()
	first := release(t, filepath.Join(dir, "here"), nil)
	second := release(t, filepath.Join(dir, "quite", "elsewhere"), []string{"GOCACHE=" + filepath.Join(dir, "cache")})
	for _, name := range slices.Sorted(maps.Keys(first)) {
		if first[name] != second[name] {
			t.Errorf("%s differs between two folders", name)
		}
	}
	if len(first) != len(second) {
		t.Errorf("%d files, then %d", len(first), len(second))
	}
}

// release copies the sources into a folder and builds what is released, as go tool task build
// does. It returns the sums of all the files that are there then.
func release(t *testing.T, dir string, variables []string) map[string][sha256.Size]byte {
	t.Helper()
	copySources(t, dir)
	for _, command := range [][]string{
		{"go", "run", "./wasmclient/pack"},
		{"go", "generate", "./api/filter/face/cascade"},
		{"go", "build", "-trimpath", "-ldflags=-s -w", "-o", "bin/framepost", "./api"},
	} {
		cmd := exec.Command(command[0], command[1:]...)
		cmd.Dir = dir
		cmd.Env = append(append(os.Environ(), "CGO_ENABLED=0"), variables...)
		if command[1] == "build" && runtime.GOARCH == "amd64" {
			cmd.Env = append(cmd.Env, "GOEXPERIMENT=simd")
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", command, err, out)
		}
	}
	sums := map[string][sha256.Size]byte{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		sums[filepath.ToSlash(name)] = sha256.Sum256(read(t, path))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, built := sums["bin/framepost"]; !built {
		t.Fatal("there is no binary")
	}
	return sums
}

// copySources copies what the program is built from.
func copySources(t *testing.T, dir string) {
	t.Helper()
	root, err := service.Root()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		write(t, filepath.Join(dir, name), read(t, filepath.Join(root, name)))
	}
	for _, name := range []string{"api", "configs", "public", "wasmclient"} {
		err := filepath.WalkDir(filepath.Join(root, name), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			name, err := filepath.Rel(root, path)
			if err != nil || built(filepath.ToSlash(name)) {
				return err
			}
			write(t, filepath.Join(dir, name), read(t, path))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// built reports whether a file is made by a build, not part of the sources.
func built(name string) bool {
	made := strings.HasPrefix(name, "public/dist/") || strings.HasPrefix(name, "api/filter/face/cascade/data/")
	return made && !strings.HasSuffix(name, "/README.md")
}

func write(t *testing.T, file string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// Package configs checks every file in configs/ by the code that will read it.
package configs

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"framepost/e2e/service"
)

// checks holds what checks each file. Those of the program itself are checked beside it.
var checks = map[string]func(t *testing.T, file string){
	"configs.go":                nil,
	"configs_test.go":           nil,
	"presets.json":              nil,
	"rates.json":                nil,
	"Dockerfile":                dockerfile,
	"cloudrun/service.yaml":     cloudRun,
	"cloudrun/sidecar.yaml":     cloudRun,
	"sidecars.json":             nil, // package sidecars serves it, with both scripts
	"sidecars/python/faces.py":  nil,
	"sidecars/python/look.py":   nil,
	"compose/Caddyfile":         caddy,
	"compose/compose.yaml":      composeFile,
	"filters/sepia.c":           example,
	"filters/sepia.go":          example,
	"filters/sepia.ts":          example,
	"firebase/firebase.json":    firebase,
	"kubernetes/framepost.yaml": kubernetes,
	"static/nginx.conf":         nginx,
}

func TestFiles(t *testing.T) {
	dir := folder(t)
	seen := map[string]bool{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		seen[name] = true
		check, known := checks[name]
		if !known {
			t.Errorf("nothing checks configs/%s: add it to checks", name)
		} else if check != nil {
			t.Run(name, func(t *testing.T) { check(t, path) })
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range checks {
		if !seen[name] {
			t.Errorf("configs/%s is checked, but is not there", name)
		}
	}
}

func folder(t *testing.T) string {
	t.Helper()
	root, err := service.Root()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(root, "configs")
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

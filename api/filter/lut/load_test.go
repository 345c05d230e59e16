package lut

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const small = "LUT_1D_SIZE 2\n0 0 0\n1 1 1\n"

// directory makes a directory of files with these contents.
func directory(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoad(t *testing.T) {
	tables, err := Load(directory(t, map[string]string{"film.cube": small, "Cold_2-b.CUBE": small, ".hidden.cube": "x", "notes.txt": "x", "my film.cube": "x"}))
	if err != nil {
		t.Fatal(err)
	}
	if got := tables.Names(); !slices.Equal(got, []string{"Cold_2-b", "film"}) || tables.Table("film") == nil {
		t.Errorf("the names are %v", got)
	}
	if ignored := tables.Ignored(); len(ignored) != 1 || filepath.Base(ignored[0]) != "my film.cube" {
		t.Errorf("%v are ignored", ignored)
	}
}

func TestLoadRefuses(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"nothing", nil, "there is no *.cube in "},
		{"another name", map[string]string{"my film.cube": small}, "whose name is letters, digits, - and _"},
		{"the same name", map[string]string{"film.cube": small, "film.CUBE": small}, "another table film"},
		{"a broken line", map[string]string{"film.cube": "LUT_1D_SIZE 2\n0 0 x\n"}, `film.cube:2: "x" is no number`},
		{"too large", map[string]string{"film.cube": strings.Repeat("#\n", maxBytes/2+1)}, "film.cube: it has 16777218 bytes; at most 16777216 are allowed"},
	}
	for _, test := range tests {
		_, err := Load(directory(t, test.files))
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want one line with %s", test.name, err, test.want)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none")); err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("no directory: %v", err)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "film.cube"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), "film.cube: this is no file") {
		t.Errorf("a directory: %v", err)
	}
}

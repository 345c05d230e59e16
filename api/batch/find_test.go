package batch

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"framepost/api/pipeline"
)

// tree makes files, given by their paths, in a new directory and changes to it.
func tree(t *testing.T, content []byte, paths ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, path := range paths {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFind(t *testing.T) {
	tree(t, nil, "photos/a.jpg", "photos/b.JPEG", "photos/May/c.png", "photos/May/d.webp", "photos/notes.txt",
		"photos/.hidden.jpg", "photos/.trash/e.jpg", "photos/out/f.jpg", "g.bin", "h.jpg")
	if err := os.Symlink("../h.jpg", "photos/linked.jpg"); err != nil {
		t.Skip(err)
	}
	if err := os.Symlink("..", "photos/loop"); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		format   *pipeline.Format
		out      string
		operands string
		want     string
		passed   int
	}{
		{pipeline.JPEG, "photos/out", "photos", "photos/May/c.png photos/out/May/c.jpg, photos/May/d.webp photos/out/May/d.jpg, " +
			"photos/a.jpg photos/out/a.jpg, photos/b.JPEG photos/out/b.JPEG, photos/linked.jpg photos/out/linked.jpg", 1},
		{pipeline.PNG, "o", "photos/May", "photos/May/c.png o/c.png, photos/May/d.webp o/d.png", 0},
		{pipeline.JPEG, "o", "g.bin photos/.hidden.jpg", "g.bin o/g.jpg, photos/.hidden.jpg o/.hidden.jpg", 0},
		{pipeline.JPEG, "photos/out", "photos/out", "photos/out/f.jpg photos/out/f.jpg", 0},
		{pipeline.JPEG, "photos/May", "photos/May/c.png photos/out", "photos/May/c.png photos/May/c.jpg, photos/out/f.jpg photos/May/f.jpg", 0},
	} {
		files, passed, err := Find(test.out, test.format, strings.Fields(test.operands))
		if err != nil || passed != test.passed {
			t.Errorf("%s: passed over %d, want %d: %v", test.operands, passed, test.passed, err)
		}
		var got []string
		for _, f := range files {
			got = append(got, filepath.ToSlash(f.From)+" "+filepath.ToSlash(f.To))
		}
		if !slices.Equal(got, strings.Split(test.want, ", ")) {
			t.Errorf("%s:\n got %s\nwant %s", test.operands, strings.Join(got, ", "), test.want)
		}
	}
	for _, operand := range []string{"nowhere", os.DevNull} {
		if _, _, err := Find("o", pipeline.JPEG, []string{"photos", operand}); err == nil || !strings.Contains(err.Error(), operand) {
			t.Errorf("%s: %v", operand, err)
		}
	}
}

func TestCheck(t *testing.T) {
	tree(t, nil, "a.jpg", "a.png", "out/there.jpg")
	twice := []File{{"a.jpg", "out/a.jpg"}, {"a.png", "out/a.jpg"}}
	for _, overwrite := range []bool{false, true} {
		if err := Check(twice, overwrite); err == nil || !strings.Contains(err.Error(), "a.jpg and a.png") {
			t.Errorf("two answers of one name: %v", err)
		}
	}
	for _, to := range []string{"a.jpg", "out/there.jpg"} {
		files := []File{{"a.jpg", to}}
		if err := Check(files, false); !errors.Is(err, ErrExists) || !strings.Contains(err.Error(), to) {
			t.Errorf("%s: %v", to, err)
		}
		if err := Check(files, true); err != nil {
			t.Errorf("%s, which may be overwritten: %v", to, err)
		}
	}
	if err := Check([]File{{"a.jpg", "out/a.jpg"}, {"a.png", "out/a.png"}}, false); err != nil {
		t.Error(err)
	}
}

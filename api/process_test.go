package main

import (
	"bytes"
	"encoding/json"
	"image"
	_ "image/png"
	"io"
	"os"
	"strings"
	"testing"

	"framepost/api/pipeline"
	"framepost/api/wire"
)

// pictures makes files of the test card in a new directory and changes to it.
func pictures(t *testing.T, names ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, name := range names {
		if err := os.WriteFile(name, pipeline.TestCard(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestProcess(t *testing.T) {
	pictures(t, "a.jpg", "b.jpg")
	if err := os.WriteFile("note.jpg", []byte("no picture"), 0o666); err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	arguments := []string{"process", "--ops", "resize:320,gray,sharpness", "--format", "png", "-o", "out", ".", "--json"}
	err := run(t.Context(), arguments, nil, &out, &said)
	if err == nil || !strings.Contains(err.Error(), "1 of 3 pictures failed") || said.Len() > 0 {
		t.Errorf("%v; it says %q", err, &said)
	}
	var result processed
	if err := json.Unmarshal(out.Bytes(), &result); err != nil {
		t.Fatalf("%v: %s", err, &out)
	}
	if len(result.Files) != 3 || result.Files[2].File != "note.jpg" || result.Files[2].Code != wire.UnsupportedMedia || result.Files[2].Output != "" {
		t.Fatalf("%s", &out)
	}
	for _, f := range result.Files[:2] {
		file, err := os.Open(f.Output)
		if err != nil {
			t.Fatal(err)
		}
		picture, format, err := image.DecodeConfig(file)
		file.Close()
		if err != nil || format != "png" || picture.Width != 320 || f.Width != 320 || f.Height != 240 || f.Sharpness == nil || f.Error != "" {
			t.Errorf("%+v is %s, %d px wide: %v", f, format, picture.Width, err)
		}
	}

	// In words, the errors are at the end, and the answers that are there already are none.
	err = run(t.Context(), []string{"process", "-o", "words", "note.jpg", "a.jpg"}, nil, io.Discard, &said)
	lines := strings.Split(strings.TrimSpace(said.String()), "\n")
	if err == nil || len(lines) != 2 || !strings.HasPrefix(lines[0], "1 of 2 pictures written in ") || !strings.HasPrefix(lines[1], "note.jpg: unsupported_media: ") {
		t.Errorf("%v: %s", err, &said)
	}
}

func TestProcessRefuses(t *testing.T) {
	pictures(t, "a.jpg", "b.jpg", "b.png")
	for _, test := range []struct{ arguments, want string }{
		{"a.jpg", "-o DIRECTORY"},
		{"-o out", "name files"},
		{"-o out --q 0 a.jpg", "1 to 100"},
		{"-o out --format gif a.jpg", "jpeg or png"},
		{"-o out --ops resize:0 a.jpg", "resize"},
		{"-o out --ops gray --preset classic a.jpg", "only one"},
		{"-o out --preset clasic a.jpg", "Did you mean classic?"},
		{"-o out c.jpg a.jpg", "c.jpg"},
		{"-o out b.jpg b.png a.jpg", "b.jpg and b.png would both"},
		{"-o . a.jpg", "--overwrite replaces"},
	} {
		before, _ := os.ReadFile("a.jpg")
		err := run(t.Context(), append([]string{"process"}, strings.Fields(test.arguments)...), nil, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.arguments, err)
		}
		if _, err := os.Stat("out"); err == nil {
			t.Errorf("%s: something is written", test.arguments)
		}
		if after, _ := os.ReadFile("a.jpg"); !bytes.Equal(before, after) {
			t.Errorf("%s: the input is overwritten", test.arguments)
		}
	}
	if err := run(t.Context(), []string{"process", "-o", ".", "--overwrite", "--ops", "resize:320", "a.jpg"}, nil, io.Discard, io.Discard); err != nil {
		t.Errorf("--overwrite: %v", err)
	}
}

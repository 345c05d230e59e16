package cascade

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

func TestLoad(t *testing.T) {
	good, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	wrong := append(bytes.Clone(good[:len(good)-1]), good[len(good)-1]^1)
	file := func(content []byte) string {
		path := filepath.Join(t.TempDir(), "facefinder")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	embedded := func(content []byte) fstest.MapFS { return fstest.MapFS{"data/facefinder": {Data: content}} }
	tests := []struct {
		name  string
		build fstest.MapFS
		file  string
		want  string // a part of the error
	}{
		{"embedded", embedded(good), "", ""},
		{"in the module", nil, file(good), ""},
		{"both", embedded(good), file(wrong), ""},
		{"none", nil, "", errMissing.Error()},
		{"no such file", nil, filepath.Join(t.TempDir(), "none"), errMissing.Error()},
		{"embedded wrong", embedded(wrong), file(good), "another cascade"},
		{"embedded short", embedded(good[:9]), "", "another cascade"},
		{"wrong in the module", nil, file(nil), "another cascade"},
	}
	for _, test := range tests {
		got, err := load(test.build, test.file)
		switch {
		case test.want == "" && (err != nil || !bytes.Equal(got, good)):
			t.Errorf("%s: %d bytes, %v", test.name, len(got), err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: %v, want an error with %q", test.name, err, test.want)
		}
		there := present(test.build, func() string { return test.file })
		if missing := test.want == errMissing.Error(); missing != (there == errMissing) {
			t.Errorf("%s: is it present: %v", test.name, there)
		}
	}
}

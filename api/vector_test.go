package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestVectorsAreUsed finds vector code that only tests call. Without it answers would be the
// same, only slower, and no other test would fail. It also checks that each package's
// TestVectorsRun calls every vector version.
func TestVectorsAreUsed(t *testing.T) {
	for _, room := range []string{"kernel", "jpeg"} {
		files, err := filepath.Glob(filepath.Join(room, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal("no files of ", room, err)
		}
		vectors, stubs := map[string]bool{}, map[string]bool{}
		used, tested := map[string]bool{}, map[string]bool{}
		for _, file := range files {
			switch name := filepath.Base(file); {
			case name == "vector_stubs.go":
				scan(t, file, stubs, map[string]bool{})
			case name == "vector_simd_amd64_test.go":
				scan(t, file, map[string]bool{}, tested)
			case strings.HasSuffix(name, "_simd_amd64.go"):
				scan(t, file, vectors, used)
			case !strings.HasSuffix(name, "_test.go"):
				scan(t, file, map[string]bool{}, used)
			}
		}
		if len(vectors) == 0 || len(stubs) == 0 {
			t.Errorf("%s has %d functions with vectors and %d stubs", room, len(vectors), len(stubs))
		}
		for name := range vectors {
			if !used[name] {
				t.Errorf("%s: %s is called by no code that is not a test", room, name)
			}
		}
		for name := range stubs {
			if strings.HasSuffix(name, "Vector") && !tested[name] {
				t.Errorf("%s: TestVectorsRun does not call %s", room, name)
			}
		}
	}
}

// scan adds the functions that a file declares, and the other names in it.
func scan(t *testing.T, path string, declared, used map[string]bool) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	own := map[*ast.Ident]bool{}
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncDecl:
			own[node.Name], declared[node.Name.Name] = true, true
		case *ast.Ident:
			if !own[node] {
				used[node.Name] = true
			}
		}
		return true
	})
}

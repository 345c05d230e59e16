package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "framepost/"

// pkg is what the go command tells of a package.
type pkg struct {
	ImportPath string
	Dir        string
	GoFiles    []string // without tests
	Standard   bool
	Imports    []string
	Deps       []string // all that it imports, directly or not
	CgoFiles   []string
}

// goList asks the go command, with variables added to its environment.
func goList(t *testing.T, variables []string, arguments ...string) []pkg {
	t.Helper()
	command := exec.Command("go", append([]string{"list", "-json=ImportPath,Dir,GoFiles,Standard,Imports,Deps,CgoFiles"}, arguments...)...)
	command.Env = append(os.Environ(), variables...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %v: %s", command, err, &stderr)
	}
	var packages []pkg
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return packages
		}
		if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

// levels order the rooms of the endpoint: main → server → pipeline → filter, jpeg →
// colour → frame → kernel, and below them what everybody shares. A package imports from lower
// levels only, so that each can be understood, tested and replaced without those
// above it.
var levels = map[string]int{
	"api":          7,
	"api/server":   6,
	"api/batch":    6,
	"api/load":     6,
	"api/sidecar":  6,
	"api/video":    6,
	"api/pipeline": 5,
	"api/plugin":   5,
	"api/filter":   4,
	"api/jpeg":     4,
	"api/png":      4,
	"api/gif":      4,
	"api/webp":     4,
	"api/colour":   3,
	"api/frame":    2,
	"api/kernel":   1,
	"api/inflate":  1,
	"api/exif":     0,
	"api/mjpeg":    0,
	"api/pool":     0,
	"api/file":     0,
	"api/inorder":  0,
	"api/wire":     0,
	"configs":      0,
	"public":       0,
}

// room is the part of the program that a package belongs to: packages below
// api/server belong to api/server.
func room(importPath string) (name string, ours bool) {
	name, ours = strings.CutPrefix(importPath, module)
	if parts := strings.SplitN(name, "/", 3); ours && parts[0] == "api" && len(parts) == 3 {
		name = parts[0] + "/" + parts[1]
	}
	return name, ours
}

func TestImportsRunOneWay(t *testing.T) {
	for _, p := range goList(t, nil, module+"api/...") {
		from, _ := room(p.ImportPath)
		level, known := levels[from]
		if !known {
			t.Errorf("%s has no level", from)
		}
		for _, imported := range p.Imports {
			to, ours := room(imported)
			if !ours || to == from {
				continue
			}
			if below, known := levels[to]; !known || below >= level {
				t.Errorf("%s imports %s, which is not below it", p.ImportPath, imported)
			}
		}
	}
}

// rule forbids packages to know of others. A final "/..." stands for a package and all
// below it.
type rule struct {
	of     []string
	never  []string
	deep   bool // not even by way of others
	except []string
	why    string
}

var rules = []rule{
	{
		of: []string{"framepost/api/server/...", "framepost/api/sidecar/..."},
		never: []string{"framepost/api/colour/...", "framepost/api/frame/...", "framepost/api/kernel/...", "framepost/api/jpeg/...", "image/...",
			"github.com/gen2brain/jpegn/..."},
		why: "HTTP knows no pixels",
	},
	{
		of:    []string{"framepost/api/..."},
		never: []string{"net/http/pprof"},
		deep:  true,
		why:   "it registers itself where anybody could find it, and the binary grows",
	},
	{
		of: []string{"framepost/api/batch/...", "framepost/api/video/...",
			"framepost/api/pipeline/...", "framepost/api/filter/...", "framepost/api/jpeg/...",
			"framepost/api/png/...", "framepost/api/gif/...", "framepost/api/webp/...", "framepost/api/colour/...",
			"framepost/api/frame/...", "framepost/api/kernel/...", "framepost/api/inflate/...", "framepost/api/exif/...",
			"framepost/api/mjpeg/...", "framepost/api/pool/...", "framepost/api/wire/...", "framepost/configs/..."},
		never: []string{"net/...", "github.com/go-chi/...", "github.com/prometheus/...", "go.opentelemetry.io/..."},
		deep:  true,
		why:   "pixels know no HTTP",
	},
	{
		of:    []string{"framepost/api/...", "framepost/configs/...", "framepost/public/..."},
		never: []string{"golang.org/x/image/tiff/...", "golang.org/x/image/bmp/..."},
		why:   "these decoders have allocated gigabytes for a hundred bytes and panicked in goroutines of their own",
	},
	{
		of: []string{"framepost/api/...", "framepost/configs/...", "framepost/public/...",
			"framepost/wasmclient/stream/...", "framepost/wasmclient/pack/..."},
		never: []string{"syscall/js"},
		why:   "only the browser's adapter knows the browser; the rest is tested on the host",
	},
	{
		of:    []string{"framepost/..."},
		never: []string{"github.com/chromedp/..."},
		why:   "a browser is driven by the tests in e2e alone, which is a module of its own",
	},
	{
		of:    []string{"framepost/api/filter", "framepost/api/filter/planes"},
		never: []string{"framepost/api/filter/..."},
		why:   "what operations have in common knows none of them",
	},
	{
		of:     []string{"framepost/..."},
		never:  []string{"framepost/api/filter/lettering/fonts", "framepost/api/filter/face/cascade"},
		except: []string{"framepost/api/filter/embedded", "framepost/api/pipeline", "framepost/wasmclient/pack"},
		why:    "the page fetches them when a chain asks for them; its module would be twice as large",
	},
	{
		of:     []string{"framepost/..."},
		never:  []string{"framepost/api/filter/embedded"},
		except: []string{"framepost/api/pipeline"},
		why:    "the page fetches them when a chain asks for them; its module would be twice as large",
	},
	{
		of:    []string{"framepost/..."},
		never: []string{"framepost/api/filter/filtertest", "framepost/api/pipeline/pixels/look"},
		why:   "it is for tests",
	},
	{
		of:    []string{"framepost/..."},
		never: []string{"framepost/api/server/tracing/tracingtest", "go.opentelemetry.io/proto/..."},
		// but for tests, whose imports are not looked at
		except: []string{"framepost/api/server/tracing/tracingtest"},
		why:    "they are for tests: their start and size are not for the program",
	},
	{
		of:    []string{"framepost/..."},
		never: []string{"github.com/prometheus/...", "google.golang.org/protobuf/..."},
		deep:  true,
		// but for tests, whose imports are not looked at
		except: []string{"framepost/api/server/tracing/tracingtest"},
		why:    "the first frame would wait for their initialisers; tests may compare with them (package exposition says more)",
	},
	{
		of:    []string{"framepost/api/..."},
		never: []string{"google.golang.org/grpc/..."},
		deep:  true,
		why:   "it is 7 MB, and spans go by HTTP",
	},
	{
		of:     []string{"framepost/..."},
		never:  []string{"github.com/tetratelabs/wazero/..."},
		except: []string{"framepost/api/plugin"},
		why:    "what a module may do is said in one place",
	},
	{
		of:     []string{"framepost/..."},
		never:  []string{"github.com/disintegration/imaging/..."},
		except: []string{"framepost/api/filter/..."},
		why:    "it is for filters that are not hot; its decoders must never meet a stranger's file",
	},
}

func TestForbiddenImports(t *testing.T) {
	packages := goList(t, nil, module+"...")
	for _, r := range rules {
		for _, p := range packages {
			if !within(p.ImportPath, r.of) || within(p.ImportPath, r.except) {
				continue
			}
			imports := p.Imports
			if r.deep {
				imports = p.Deps
			}
			for _, imported := range imports {
				if within(imported, r.never) {
					t.Errorf("%s imports %s: %s", p.ImportPath, imported, r.why)
				}
			}
		}
	}
}

// within reports whether a package is among patterns.
func within(importPath string, patterns []string) bool {
	for _, pattern := range patterns {
		tree, all := strings.CutSuffix(pattern, "/...")
		if importPath == tree || all && strings.HasPrefix(importPath, tree+"/") {
			return true
		}
	}
	return false
}

// The contract is downloaded with the client by every visitor.
func TestWireIsALeaf(t *testing.T) {
	for _, imported := range goList(t, nil, module+"api/wire")[0].Imports {
		if !slices.Contains([]string{"strconv", "strings"}, imported) {
			t.Errorf("wire imports %s", imported)
		}
	}
}

// Browser and server meet in wire alone, but for the module that runs the pipeline in the page, which is
// loaded when it is needed. Only the browser's adapter, with the programs that open it, knows the
// browser: the rest is tested on the host.
func TestClientImports(t *testing.T) {
	for _, p := range goList(t, []string{"GOOS=js", "GOARCH=wasm", "GOEXPERIMENT="}, module+"wasmclient/...") {
		if p.ImportPath == module+"wasmclient/pack" { // a program that builds the client
			continue
		}
		local := p.ImportPath == module+"wasmclient/local"
		for _, imported := range p.Deps {
			if within(imported, []string{module + "..."}) && !local && !within(imported, []string{module + "wasmclient/...", module + "api/wire"}) {
				t.Errorf("%s depends on %s", p.ImportPath, imported)
			}
		}
		if slices.Contains(p.Imports, "syscall/js") && !within(p.ImportPath, []string{module + "wasmclient", module + "wasmclient/browser"}) && !local {
			t.Errorf("%s imports syscall/js", p.ImportPath)
		}
	}
}

// What the client is made of is downloaded by every visitor, and each of these would
// add 0.1 to 2 MB.
func TestClientIsSmall(t *testing.T) {
	client := goList(t, []string{"GOOS=js", "GOARCH=wasm", "GOEXPERIMENT="}, module+"wasmclient")[0]
	for _, heavy := range []string{"net/http", "fmt", "encoding/json", "reflect"} {
		if slices.Contains(client.Deps, heavy) {
			t.Errorf("the client depends on %s", heavy)
		}
	}
}

// TestLocalModule holds what the page's module is made of. Of the operations only the lettering needs
// fmt, by libraries that know fonts and scripts.
func TestLocalModule(t *testing.T) {
	variables := []string{"GOOS=js", "GOARCH=wasm", "GOEXPERIMENT="}
	local := goList(t, variables, module+"wasmclient/local")[0]
	never := []string{"net/...", "encoding/json", "crypto/...", "embed", "compress/gzip", "compress/flate", "image/jpeg", "image/png", "image/gif", "golang.org/x/image/tiff", "golang.org/x/image/webp", "github.com/esimov/...",
		imagingPath, module + "api/pipeline", module + "api/jpeg", module + "api/png", module + "api/gif", module + "api/webp", module + "configs",
		module + "api/filter/face/cascade", module + "api/filter/lettering/fonts", module + "api/filter/overlay", module + "api/filter/lut"}
	for _, imported := range local.Deps {
		if within(imported, never) {
			t.Errorf("the module depends on %s", imported)
		}
	}
	for _, p := range goList(t, variables, "-deps", module+"wasmclient/local") {
		if within(p.ImportPath, []string{module + "..."}) && slices.Contains(p.Imports, "fmt") && p.ImportPath != module+"api/colour" {
			t.Errorf("%s imports fmt", p.ImportPath)
		}
	}
}

// imaging was chosen for operations that are not hot: it serves users, and does not only
// check what does.
func TestBinaryHasImaging(t *testing.T) {
	if !slices.Contains(goList(t, nil, module+"api")[0].Deps, imagingPath) {
		t.Errorf("the binary does not link %s", imagingPath)
	}
}

const imagingPath = "github.com/disintegration/imaging"

// imaging decodes through image.Decode, with TIFF and BMP among what it takes: it gets
// pictures that this program has decoded, and reads and writes no file.
func TestImagingDecodesNothing(t *testing.T) {
	files := []string{"Decode", "Open", "Save", "Encode"}
	for _, p := range goList(t, nil, module+"...") {
		if !slices.Contains(p.Imports, imagingPath) {
			continue
		}
		for _, file := range p.GoFiles {
			source, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, file), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(source, func(n ast.Node) bool {
				call, _ := n.(*ast.SelectorExpr)
				if call == nil || !slices.Contains(files, call.Sel.Name) {
					return true
				}
				if pkg, _ := call.X.(*ast.Ident); pkg != nil && pkg.Name == "imaging" {
					t.Errorf("%s calls imaging.%s", p.ImportPath, call.Sel.Name)
				}
				return true
			})
		}
	}
}

// No C library: one static binary that builds anywhere, and no memory that a stranger's
// picture could reach past its end.
func TestPureGo(t *testing.T) {
	for _, p := range goList(t, []string{"CGO_ENABLED=1"}, "-deps", module+"api") {
		if !p.Standard && len(p.CgoFiles) > 0 {
			t.Errorf("%s uses C: %v", p.ImportPath, p.CgoFiles)
		}
	}
}

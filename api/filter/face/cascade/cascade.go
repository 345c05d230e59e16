// Package cascade holds the trees that find faces, as pigo ships them. It is apart from package
// face, so that a program that gets them in another way leaves this file, and what checks it, out.
package cascade

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"sync"

	pigo "github.com/esimov/pigo/core"
)

// data holds facefinder if `go generate` was run before the build.
//
//go:generate go run ./collect
//go:embed data
var data embed.FS

// checksum is the SHA-256 of the cascade in pigo v1.4.6. It is checked since pigo's decoder
// trusts its input.
const checksum = "d8014993e7298c7b1865d1f8b855d6dbf4ec5c808bf879e2091ab6837abf90cd"

// embedded is the cascade's name in data.
const embedded = "data/facefinder"

var errMissing = errors.New("is not in this build; `go generate ./api/filter/face/cascade` before the build puts it there")

// Present returns an error if the build has no cascade. It reads none, for a start does not wait
// for a checksum.
func Present() error { return present(data, inModule) }

func present(build fs.FS, file func() string) error {
	if _, err := fs.Stat(build, embedded); err == nil {
		return nil
	}
	if _, err := os.Stat(file()); err != nil {
		return errMissing
	}
	return nil
}

// Load returns the cascade. The error is a phrase after the name of what lacks it.
var Load = sync.OnceValues(func() ([]byte, error) { return load(data, inModule()) })

// load returns the cascade that is embedded in the build, or else the content of file.
func load(build fs.FS, file string) ([]byte, error) {
	packed, err := fs.ReadFile(build, embedded)
	if err != nil {
		packed, err = os.ReadFile(file)
	}
	if err != nil {
		return nil, errMissing
	}
	if sum := sha256.Sum256(packed); hex.EncodeToString(sum[:]) != checksum {
		return nil, errors.New("is not in this build, which has another cascade than that of pigo v1.4.6")
	}
	return packed, nil
}

// inModule returns the path of the cascade in the module of pigo that was compiled, so that
// `go run ./api` and `go test` need no step before them. A build with -trimpath does not know
// the path; inModule then returns "".
func inModule() string {
	entry := reflect.ValueOf(pigo.NewPigo).Pointer()
	source, _ := runtime.FuncForPC(entry).FileLine(entry)
	if !filepath.IsAbs(source) {
		return ""
	}
	return filepath.Join(filepath.Dir(source), "..", "cascade", "facefinder")
}

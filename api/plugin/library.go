package plugin

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"framepost/api/filter"
)

// Config says where modules are and what limits them.
type Config struct {
	Dir   string        // of the *.wasm files; "" if there are none
	Cache string        // directory that keeps what has been compiled; "": nothing is kept
	Limit time.Duration // for a frame in a module
}

// maxFile is the most bytes of a file.
const maxFile = 32 << 20

// Library holds the modules of a directory.
type Library struct {
	Modules []*Module // in the order of their files
}

// Open reads every *.wasm of the directory except hidden files, and has them compiled in the
// background. The error names the file that is wrong. Contexts of frames end before ctx does.
func Open(ctx context.Context, c Config) (*Library, error) {
	names, err := files(c.Dir)
	if err != nil {
		return nil, err
	}
	store, err := openStore(c.Cache)
	if err != nil {
		return nil, err
	}
	host := newHost(ctx, store.compilation)
	l := new(Library)
	for _, name := range names {
		m, err := open(ctx, host, store, name, c.Limit)
		if err != nil {
			return nil, fmt.Errorf("filters: %s: %w", name, err)
		}
		l.Modules = append(l.Modules, m)
	}
	return l, nil
}

// files returns the modules of a directory, sorted.
func files(dir string) (names []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("filters: %w", err)
	}
	for _, entry := range entries {
		if strings.EqualFold(filepath.Ext(entry.Name()), ".wasm") && !strings.HasPrefix(entry.Name(), ".") {
			names = append(names, filepath.Join(dir, entry.Name()))
		}
	}
	return names, nil
}

// open reads a module and begins to compile it.
func open(ctx context.Context, h *host, s *store, file string, limit time.Duration) (*Module, error) {
	module, err := readFile(file)
	if err != nil {
		return nil, err
	}
	text, err := s.description(module, func() ([]byte, error) { return h.describe(ctx, module) })
	if err != nil {
		return nil, err
	}
	m := &Module{File: file, host: h, limit: limit, ready: make(chan struct{})}
	if m.Description, err = parseDescription(text); err != nil {
		return nil, err
	}
	if err := new(filter.Registry).Add(m.Filter()); err != nil {
		return nil, err
	}
	go m.compile(ctx, module)
	return m, nil
}

func readFile(file string) ([]byte, error) {
	info, err := os.Stat(file) // follows links, of which mounted configuration consists
	switch {
	case err != nil:
		return nil, errors.Unwrap(err)
	case !info.Mode().IsRegular():
		return nil, errors.New("this is no file")
	case info.Size() > maxFile:
		return nil, fmt.Errorf("it has %d bytes; at most %d are allowed", info.Size(), maxFile)
	}
	module, err := os.ReadFile(file)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	return module, nil
}

// Filters returns the modules as operations.
func (l *Library) Filters() (list []filter.Filter) {
	for _, m := range l.Modules {
		list = append(list, m.Filter())
	}
	return list
}

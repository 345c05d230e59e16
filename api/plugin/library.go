package plugin

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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

// Default returns the Config without a directory.
func Default() Config { return Config{Limit: 2 * time.Second} }

// Validate returns an error that says what is wrong with a Config, or nil.
func (c Config) Validate() error {
	if c.Limit <= 0 {
		return errors.New("the time for a frame must be more than nothing")
	}
	return nil
}

// maxFile is the most bytes of a file.
const maxFile = 32 << 20

// Library holds the modules of a directory. One goroutine may reload it while others use what it
// has returned.
type Library struct {
	Modules []*Module // in the order of their files

	config Config
	host   *host
	store  *store
	seen   []version // of the files, when they were looked at last
}

// version is what tells a file from what it was before.
type version struct {
	name     string
	size     int64
	modified time.Time
}

// Open reads every *.wasm of the directory except hidden files, and has them compiled in the
// background. The error names the file that is wrong. Contexts of frames end before ctx does.
func Open(ctx context.Context, c Config) (*Library, error) {
	store, err := openStore(c.Cache)
	if err != nil {
		return nil, err
	}
	l := &Library{config: c, store: store, host: newHost(ctx, store.compilation)}
	_, err = l.Reload(ctx)
	return l, err
}

// Reload reads the files that have changed since the last time, and reports whether Modules are
// others now. With an error they are as before, and a file that is wrong is read again when it has
// changed again. A module that is replaced stays in memory, for chains that have it may still run.
func (l *Library) Reload(ctx context.Context) (changed bool, err error) {
	files, err := versions(l.config.Dir)
	if err != nil || slices.Equal(files, l.seen) {
		return false, err
	}
	l.seen = files
	modules := make([]*Module, len(files))
	for i, file := range files {
		at := slices.IndexFunc(l.Modules, func(m *Module) bool { return m.version == file })
		if at >= 0 {
			modules[i] = l.Modules[at]
			continue
		}
		if modules[i], err = l.open(ctx, file); err != nil {
			return false, fmt.Errorf("filters: %s: %w", file.name, err)
		}
	}
	l.Modules = modules
	return true, nil
}

// versions returns the modules of a directory, sorted by name.
func versions(dir string) (list []version, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("filters: %w", err)
	}
	for _, entry := range entries {
		if !strings.EqualFold(filepath.Ext(entry.Name()), ".wasm") || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		v := version{name: filepath.Join(dir, entry.Name())}
		if info, err := os.Stat(v.name); err == nil { // follows links, of which mounted configuration consists
			v.size, v.modified = info.Size(), info.ModTime()
		}
		list = append(list, v)
	}
	return list, nil
}

// OpenFile reads one module as Open does those of a directory.
func OpenFile(ctx context.Context, c Config, file string) (*Module, error) {
	store, err := openStore(c.Cache)
	if err != nil {
		return nil, err
	}
	l := &Library{config: c, store: store, host: newHost(ctx, store.compilation)}
	m, err := l.open(ctx, version{name: file})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return m, nil
}

// open reads a module and begins to compile it.
func (l *Library) open(ctx context.Context, file version) (*Module, error) {
	module, err := readFile(file.name)
	if err != nil {
		return nil, err
	}
	text, err := l.store.description(module, func() ([]byte, error) { return l.host.describe(ctx, module) })
	if err != nil {
		return nil, err
	}
	m := &Module{File: file.name, version: file, host: l.host, limit: l.config.Limit, ready: make(chan struct{})}
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
	info, err := os.Stat(file)
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

// Names returns the names of the operations.
func (l *Library) Names() (names []string) {
	for _, m := range l.Modules {
		names = append(names, m.Description.Name)
	}
	return names
}

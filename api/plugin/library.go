package plugin

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"framepost/api/filter"
)

// Config says where modules are and what limits them.
type Config struct {
	Dir   string        // of the *.wasm files; "" if there are none
	Cache string        // directory that keeps what has been compiled; "": nothing is kept
	Limit time.Duration // for a frame in a module

	// Memory limits that of an instance, in bytes. There is an instance for each frame that a
	// module works on at once.
	Memory int
}

// Default returns the Config without a directory. A picture of 25 megapixels takes 100 MB as RGBA.
func Default() Config { return Config{Limit: 2 * time.Second, Memory: 128 << 20} }

// Validate returns an error that says what is wrong with a Config, or nil.
func (c Config) Validate() error {
	switch {
	case c.Limit <= 0:
		return errors.New("the time for a frame must be more than nothing")
	case c.Memory < page || c.Memory > math.MaxInt32:
		return errors.New("the memory of a module is 65536 to 2147483647 bytes")
	}
	return nil
}

// Library holds the modules of a directory. One goroutine may reload it while others use what it
// has returned.
type Library struct {
	Modules []*Module // in the order of their files

	config Config
	host   *host
	store  *store
	seen   []version // of the files, when they were looked at last
}

// Open reads every *.wasm of the directory except hidden files, and has them compiled in the
// background. The error names the file that is wrong. Contexts of frames end before ctx does.
func Open(ctx context.Context, c Config) (*Library, error) {
	l, err := newLibrary(ctx, c)
	if err == nil {
		_, err = l.Reload(ctx)
	}
	return l, err
}

// newLibrary returns a Library without modules.
func newLibrary(ctx context.Context, c Config) (*Library, error) {
	store, err := openStore(c.Cache)
	if err != nil {
		return nil, err
	}
	return &Library{config: c, store: store, host: newHost(ctx, store.compilation, c.Memory)}, nil
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

// OpenFile reads one module as Open does those of a directory.
func OpenFile(ctx context.Context, c Config, file string) (*Module, error) {
	l, err := newLibrary(ctx, c)
	if err != nil {
		return nil, err
	}
	m, err := l.open(ctx, version{name: file})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return m, nil
}

// headStart is how long a module waits to be compiled unless a frame asks for it: at first the CPUs
// are for the start of the program, and taking a module of megabytes from the cache takes them for
// 10 ms, too.
const headStart = 500 * time.Millisecond

// open reads a module and has it compiled soon.
func (l *Library) open(ctx context.Context, file version) (*Module, error) {
	sum, err := sumFile(file.name)
	if err != nil {
		return nil, err
	}
	text, err := l.store.description(sum, func() ([]byte, error) {
		module, err := readFile(file.name, sum)
		if err != nil {
			return nil, err
		}
		return l.host.describe(ctx, module)
	})
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
	m.begin = sync.OnceFunc(func() { go m.compile(ctx, sum) })
	time.AfterFunc(headStart, m.begin)
	return m, nil
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

package plugin

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/tetratelabs/wazero"
)

// store keeps what modules have said of themselves and what they have been compiled to, by their
// sums. Whoever can write into its directory decides what this program runs.
type store struct {
	dir         string                  // "" keeps nothing
	compilation wazero.CompilationCache // nil keeps nothing
}

func openStore(dir string) (*store, error) {
	if dir == "" {
		return new(store), nil
	}
	compilation, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return nil, fmt.Errorf("filters: the cache %s: %w", dir, err)
	}
	return &store{dir, compilation}, nil
}

// description returns the one that is kept of a module, or asks for it and keeps it.
func (s *store) description(of sum, ask func() ([]byte, error)) ([]byte, error) {
	if s.dir == "" {
		return ask()
	}
	file := filepath.Join(s.dir, fmt.Sprintf("%v.%d.json", of, interfaceVersion))
	if text, err := os.ReadFile(file); err == nil && len(text) <= maxDescription {
		return text, nil
	}
	text, err := ask()
	if err != nil {
		return nil, err
	}
	if _, err := parseDescription(text); err == nil {
		// A directory that can't be written makes the next start slower, and nothing worse.
		_ = replaceFile(file, text)
	}
	return text, nil
}

// replaceFile writes a file that others may be reading.
func replaceFile(file string, content []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(file), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) // unless it has become file
	if _, err = temporary.Write(content); err == nil {
		err = temporary.Chmod(0o644)
	}
	if closed := temporary.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(temporary.Name(), file)
}

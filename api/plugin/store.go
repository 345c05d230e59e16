package plugin

import (
	"fmt"
	"os"
	"path/filepath"

	"framepost/api/file"

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
	name := filepath.Join(s.dir, fmt.Sprintf("%v.%d.json", of, interfaceVersion))
	if text, err := os.ReadFile(name); err == nil && len(text) <= maxDescription {
		return text, nil
	}
	text, err := ask()
	if err != nil {
		return nil, err
	}
	if _, err := parseDescription(text); err == nil {
		// A directory that can't be written makes the next start slower, and nothing worse.
		_ = file.Write(name, text, 0o644, os.Rename)
	}
	return text, nil
}

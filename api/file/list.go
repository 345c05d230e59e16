package file

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// List returns the paths of the files in a directory that have an extension, as ".png" in either
// case, sorted by name. Hidden files are left out.
func List(dir, extension string) (paths []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if strings.EqualFold(filepath.Ext(entry.Name()), extension) && !strings.HasPrefix(entry.Name(), ".") {
			paths = append(paths, filepath.Join(dir, entry.Name()))
		}
	}
	return paths, nil
}

// plain reports whether a name needs no escaping in a chain.
func plain(name string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	return name != "" && strings.Trim(name, letters+"0123456789_-") == ""
}

// Load has read called with the path of each file of a directory that has an extension, and
// returns what it returns by the names of the files without the extension. Those whose names no
// chain can write are ignored. It is an error if there is no other, if two have one name, or if
// read returns one, which says of which file it is; what is the word for what they hold.
func Load[T any](dir, extension, what string, read func(path string) (T, error)) (loaded map[string]T, ignored []string, err error) {
	paths, err := List(dir, extension)
	if err != nil {
		return nil, nil, err
	}
	loaded = make(map[string]T)
	for _, path := range paths {
		base := filepath.Base(path)
		called := strings.TrimSuffix(base, filepath.Ext(base))
		if !plain(called) {
			ignored = append(ignored, path)
			continue
		}
		if _, taken := loaded[called]; taken {
			return nil, nil, fmt.Errorf("%s: there is another %s %s", path, what, called)
		}
		if loaded[called], err = read(path); err != nil {
			return nil, nil, err
		}
	}
	if len(loaded) == 0 {
		return nil, nil, fmt.Errorf("there is no *%s in %s whose name is letters, digits, - and _", extension, dir)
	}
	return loaded, ignored, nil
}

// Package lut holds the operator's lookup tables for the operation lut: looks that were made in a
// grading program. It reads them when the program starts, from .cube files as the Adobe Cube LUT
// Specification 1.0 (2013) has them, with one or three dimensions.
package lut

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"framepost/api/file"
)

// maxBytes bounds one file. A table of 65 nodes a side, the largest there may be, has some 8 MB.
const maxBytes = 16 << 20

// name matches the names that tables may have: those that need no escaping in a chain.
var name = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// Tables holds the tables of one directory. It may be used by many goroutines at once.
type Tables struct {
	names   []string // sorted
	tables  map[string]*Table
	ignored []string
}

// Names returns the names of the tables, sorted.
func (t *Tables) Names() []string { return slices.Clone(t.names) }

// Table returns the table of a name that is among Names.
func (t *Tables) Table(name string) *Table { return t.tables[name] }

// Ignored returns the files whose names no chain can write.
func (t *Tables) Ignored() []string { return t.ignored }

// Load reads every *.cube of a directory except hidden files. The name of a table is that of its
// file without ".cube". A file whose name no chain can write is ignored, see Tables.Ignored. The
// error names the file that is wrong, and the line.
func Load(dir string) (*Tables, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("luts: %w", err)
	}
	t := &Tables{tables: make(map[string]*Table)}
	for _, entry := range entries {
		base, extension := entry.Name(), filepath.Ext(entry.Name())
		if !strings.EqualFold(extension, ".cube") || strings.HasPrefix(base, ".") {
			continue
		}
		path := filepath.Join(dir, base)
		called := strings.TrimSuffix(base, extension)
		if !name.MatchString(called) {
			t.ignored = append(t.ignored, path)
			continue
		}
		if _, taken := t.tables[called]; taken {
			return nil, fmt.Errorf("luts: %s: there is another table %s", path, called)
		}
		if t.tables[called], err = read(path); err != nil {
			return nil, fmt.Errorf("luts: %s%w", path, err)
		}
		t.names = append(t.names, called)
	}
	if len(t.names) == 0 {
		return nil, fmt.Errorf("luts: there is no *.cube in %s whose name is letters, digits, - and _", dir)
	}
	return t, nil
}

// read returns the table of a file. Its error continues the file's name: ":12: …" or ": …".
func read(name string) (*Table, error) {
	data, err := file.Read(name, maxBytes)
	if err != nil {
		return nil, fmt.Errorf(": %w", err)
	}
	c, err := parse(data)
	if err != nil {
		return nil, err
	}
	return c.table(), nil
}

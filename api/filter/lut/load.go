// Package lut holds the operator's lookup tables for the operation lut: looks that were made in a
// grading program. It reads them when the program starts, from .cube files as the Adobe Cube LUT
// Specification 1.0 (2013) has them, with one or three dimensions.
package lut

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
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
		file := filepath.Join(dir, base)
		called := strings.TrimSuffix(base, extension)
		if !name.MatchString(called) {
			t.ignored = append(t.ignored, file)
			continue
		}
		if _, taken := t.tables[called]; taken {
			return nil, fmt.Errorf("luts: %s: there is another table %s", file, called)
		}
		if t.tables[called], err = read(file); err != nil {
			return nil, fmt.Errorf("luts: %s%w", file, err)
		}
		t.names = append(t.names, called)
	}
	if len(t.names) == 0 {
		return nil, fmt.Errorf("luts: there is no *.cube in %s whose name is letters, digits, - and _", dir)
	}
	return t, nil
}

// read returns the table of a file. Its error continues the file's name: ":12: …" or ": …".
func read(file string) (*Table, error) {
	info, err := os.Stat(file) // follows links, of which mounted configuration consists
	switch {
	case err != nil:
		return nil, fmt.Errorf(": %w", errors.Unwrap(err))
	case !info.Mode().IsRegular():
		return nil, errors.New(": this is no file")
	case info.Size() > maxBytes:
		return nil, errors.New(": it has " + strconv.FormatInt(info.Size(), 10) + " bytes; at most " + strconv.Itoa(maxBytes) + " are allowed")
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf(": %w", errors.Unwrap(err))
	}
	c, err := parse(data)
	if err != nil {
		return nil, err
	}
	return c.table(), nil
}

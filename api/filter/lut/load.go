// Package lut holds the operator's lookup tables for the operation lut: looks that were made in a
// grading program. It reads them when the program starts, from .cube files as the Adobe Cube LUT
// Specification 1.0 (2013) has them, with one or three dimensions.
package lut

import (
	"fmt"
	"maps"
	"slices"

	"framepost/api/file"
)

// maxBytes bounds one file. A table of 65 nodes a side, the largest there may be, has some 8 MB.
const maxBytes = 16 << 20

// Tables holds the tables of one directory. It may be used by many goroutines at once.
type Tables struct {
	tables  map[string]*Table
	ignored []string
}

// Names returns the names of the tables, sorted.
func (t *Tables) Names() []string { return slices.Sorted(maps.Keys(t.tables)) }

// Table returns the table of a name that is among Names.
func (t *Tables) Table(name string) *Table { return t.tables[name] }

// Ignored returns the files whose names no chain can write.
func (t *Tables) Ignored() []string { return t.ignored }

// Load reads every *.cube of a directory except hidden files. The name of a table is that of its
// file without ".cube". A file whose name no chain can write is ignored, see Tables.Ignored. The
// error names the file that is wrong, and the line.
func Load(dir string) (*Tables, error) {
	tables, ignored, err := file.Load(dir, ".cube", "table", read)
	if err != nil {
		return nil, fmt.Errorf("luts: %w", err)
	}
	return &Tables{tables, ignored}, nil
}

// read returns the table of a file. Its error names the file, and the line if there is one.
func read(path string) (*Table, error) {
	data, err := file.Read(path, maxBytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	c, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s%w", path, err) // which begins with a colon
	}
	return c.table(), nil
}

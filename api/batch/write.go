package batch

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"framepost/api/file"
)

// write writes a file as a whole, and makes its directory if need be.
func write(path string, data []byte, mode fs.FileMode, overwrite bool) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return file.Write(path, data, mode, func(from, to string) error { return rename(from, to, overwrite) })
}

// rename looks for the file once more, as Check was long ago.
func rename(from, to string, overwrite bool) error {
	if !overwrite {
		if _, err := os.Lstat(to); err == nil {
			return fmt.Errorf("%s: %w", to, ErrExists)
		}
	}
	return os.Rename(from, to)
}

package batch

import (
	"crypto/rand"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// write writes a file under another name in the same directory and renames it, so that nobody
// finds half of it, whatever ends the program. The other name is hidden, and short: the file's
// own may be as long as names can be.
func write(path string, data []byte, mode fs.FileMode, overwrite bool) error {
	directory := filepath.Dir(path)
	if err := os.MkdirAll(directory, 0o777); err != nil {
		return err
	}
	beside := filepath.Join(directory, ".framepost-"+rand.Text())
	// Not os.CreateTemp: the file keeps the mode that it is made with.
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode.Perm())
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed // some file systems report here that they are full
	}
	if err == nil {
		err = rename(beside, path, overwrite)
	}
	if err != nil {
		_ = os.Remove(beside)
	}
	return err
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

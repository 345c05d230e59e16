package file

import (
	"crypto/rand"
	"io/fs"
	"os"
	"path/filepath"
)

// Write writes a file beside and has place give it its name, as os.Rename or os.Link do, so that
// nobody finds half of it, whatever ends the program. Until then it has a name that is hidden, and
// short: the file's own may be as long as names can be. The directory must be there.
func Write(name string, content []byte, mode fs.FileMode, place func(from, to string) error) error {
	beside := filepath.Join(filepath.Dir(name), ".framepost-"+rand.Text())
	// Not os.CreateTemp: the file keeps the mode that it is made with.
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode.Perm())
	if err != nil {
		return err
	}
	defer os.Remove(beside) // has no effect after a renaming
	_, err = f.Write(content)
	if closed := f.Close(); err == nil {
		err = closed // some file systems report here that they are full
	}
	if err != nil {
		return err
	}
	return place(beside, name)
}

// Package file reads the files that somebody names, in a setting, a directory or an argument, and
// writes files as a whole.
package file

import (
	"errors"
	"os"
	"strconv"
)

// Read returns the content of a file that Check does not refuse. The error does not have the name.
func Read(name string, most int64) ([]byte, error) {
	if err := Check(name, most); err != nil {
		return nil, err
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	return content, nil
}

// Check returns an error if a file has more than so many bytes, or is no regular file. It does not
// open it: to open a pipe that nobody writes to would never end. The error does not have the name.
func Check(name string, most int64) error {
	info, err := os.Stat(name) // follows links, of which mounted configuration consists
	switch {
	case err != nil:
		return errors.Unwrap(err)
	case !info.Mode().IsRegular():
		return errors.New("this is no file")
	case info.Size() > most:
		return errors.New("it has " + strconv.FormatInt(info.Size(), 10) + " bytes; at most " + strconv.FormatInt(most, 10) + " are allowed")
	}
	return nil
}

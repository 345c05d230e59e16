// Package file reads the files that somebody names: in a setting, a directory or an argument.
package file

import (
	"errors"
	"os"
	"strconv"
)

// Read returns the content of a file of at most so many bytes. What is no regular file is refused
// before it is opened, since to open a pipe that nobody writes to would never end. The error does
// not have the name.
func Read(name string, most int64) ([]byte, error) {
	info, err := os.Stat(name) // follows links, of which mounted configuration consists
	switch {
	case err != nil:
		return nil, errors.Unwrap(err)
	case !info.Mode().IsRegular():
		return nil, errors.New("this is no file")
	case info.Size() > most:
		return nil, errors.New("it has " + strconv.FormatInt(info.Size(), 10) + " bytes; at most " + strconv.FormatInt(most, 10) + " are allowed")
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	return content, nil
}

package batch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"framepost/api/pipeline"
)

// File is a picture to process: where it is read from, and where the answer is written.
type File struct{ From, To string }

// extensions are those of the files that are taken from a directory, by the output format that
// has them. A file that is named itself is taken whatever its name.
var extensions = map[string]*pipeline.Format{
	".jpg": pipeline.JPEG, ".jpeg": pipeline.JPEG, ".jpe": pipeline.JPEG, ".jfif": pipeline.JPEG,
	".png": pipeline.PNG, ".webp": nil, ".gif": nil,
}

// endings are the extensions of answers whose source has another format.
var endings = map[*pipeline.Format]string{pipeline.JPEG: ".jpg", pipeline.PNG: ".png"}

// Find returns the pictures among files and directories, and how many files of the directories
// it has passed over because their names are not those of pictures. What is in a directory
// keeps its path below it. Names that begin with a dot are hidden, and passed over uncounted,
// as is the output directory where it is below one of the others.
func Find(out string, format *pipeline.Format, operands []string) (files []File, passed int, err error) {
	for _, operand := range operands {
		info, err := os.Stat(operand)
		switch {
		case err != nil:
			return nil, 0, err
		case info.IsDir():
			found, others, err := findIn(operand, out, format)
			if err != nil {
				return nil, 0, err
			}
			files, passed = append(files, found...), passed+others
		case !info.Mode().IsRegular():
			return nil, 0, fmt.Errorf("%s is neither a file nor a directory", operand)
		default:
			files = append(files, File{operand, target(out, filepath.Base(operand), format)})
		}
	}
	return files, passed, nil
}

func findIn(root, out string, format *pipeline.Format) (files []File, passed int, err error) {
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if path != root && (strings.HasPrefix(entry.Name(), ".") || entry.IsDir() && same(path, out)) {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() || !isFile(path, entry) {
			return nil
		}
		if _, known := extensions[extension(path)]; !known {
			passed++
			return nil
		}
		below, err := filepath.Rel(root, path)
		files = append(files, File{path, target(out, below, format)})
		return err
	})
	return files, passed, err
}

// isFile reports whether an entry is a regular file or a link to one. A link to a directory is
// not followed: it may lead back.
func isFile(path string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return entry.Type().IsRegular()
	}
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// same reports whether two paths are those of the same, existing file.
func same(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

func extension(path string) string { return strings.ToLower(filepath.Ext(path)) }

// target returns where the answer of a picture goes. The name stays as it is if its extension
// is one of the format's.
func target(out, name string, format *pipeline.Format) string {
	if extensions[extension(name)] != format {
		name = strings.TrimSuffix(name, filepath.Ext(name)) + endings[format]
	}
	return filepath.Join(out, name)
}

// ErrExists is the error for an answer whose file is there already.
var ErrExists = errors.New("the file exists")

// Check returns an error if two answers would have the same name or, unless they may be
// overwritten, one has the name of a file that exists, as every input does.
func Check(files []File, overwrite bool) error {
	sources := make(map[string]string, len(files))
	for _, f := range files {
		key := folded(f.To)
		if other, taken := sources[key]; taken {
			return fmt.Errorf("%s and %s would both be written to %s", other, f.From, f.To)
		}
		sources[key] = f.From
	}
	if overwrite {
		return nil
	}
	for _, f := range files {
		if _, err := os.Lstat(f.To); err == nil {
			return fmt.Errorf("%s would be written to %s: %w", f.From, f.To, ErrExists)
		}
	}
	return nil
}

// folded returns a path as the system's usual file systems compare it.
func folded(path string) string {
	if slices.Contains([]string{"darwin", "ios", "windows"}, runtime.GOOS) {
		return strings.ToLower(path)
	}
	return path
}

package plugin

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"time"

	"framepost/api/file"
)

// maxFile is the most bytes of a file.
const maxFile = 32 << 20

// version is what tells a file from what it was before.
type version struct {
	name     string
	size     int64
	modified time.Time
}

// versions returns the modules of a directory, sorted by name.
func versions(dir string) ([]version, error) {
	paths, err := file.List(dir, ".wasm")
	if err != nil {
		return nil, fmt.Errorf("filters: %w", err)
	}
	var list []version
	for _, path := range paths {
		v := version{name: path}
		if info, err := os.Stat(path); err == nil { // follows links, of which mounted configuration consists
			v.size, v.modified = info.Size(), info.ModTime()
		}
		list = append(list, v)
	}
	return list, nil
}

// sum tells the content of a file from that of others. It is there to notice changes, not forgery:
// whoever can forge a module can write a better one.
type sum struct {
	size int64
	crc  uint32
}

func (s sum) String() string { return fmt.Sprintf("%d-%08x", s.size, s.crc) }

// castagnoli is the polynomial that processors have an instruction for.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sumFile returns the sum of a file without keeping its content: the module itself is needed
// later, and only if it is not in the cache.
func sumFile(name string) (sum, error) {
	if err := file.Check(name, maxFile); err != nil {
		return sum{}, err
	}
	f, err := os.Open(name)
	if err != nil {
		return sum{}, errors.Unwrap(err)
	}
	defer f.Close()
	crc := crc32.New(castagnoli)
	size, err := io.CopyBuffer(struct{ io.Writer }{crc}, struct{ io.Reader }{f}, make([]byte, 64<<10))
	return sum{size, crc.Sum32()}, err
}

// readFile returns the content of a file that had this sum.
func readFile(name string, s sum) ([]byte, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	if (sum{int64(len(content)), crc32.Checksum(content, castagnoli)}) != s {
		return nil, errors.New("it has changed since the program has looked at it first")
	}
	return content, nil
}

package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/andybalholm/brotli"
)

// encoding is a compressed form in which a file can be downloaded: the suffix of the sibling,
// and the function that makes its content.
type encoding struct {
	suffix   string
	compress func([]byte) ([]byte, error)
}

// all are the encodings for deployment; quick are those for a page that only its author visits.
// For the client, brotli is a quarter smaller than gzip and takes eight times as long.
var (
	all   = []encoding{{".br", brotliBest}, {".gz", gzipBest}}
	quick = []encoding{{".gz", gzipBest}}
)

// writeSiblings writes the compressed forms of a file in dist. A hidden file, which is not
// embedded, holds the hash of the content from which they were made. Siblings of older content
// are removed first, including those that are not made again, because the server would prefer
// them to the file.
func writeSiblings(dist, name string, content []byte, encodings []encoding) error {
	sum := sha256.Sum256(content)
	want := hex.EncodeToString(sum[:])
	stamp := filepath.Join(dist, "."+name+".sum")
	if have, err := os.ReadFile(stamp); err == nil && string(have) == want {
		encodings = missing(dist, name, encodings)
	} else if err := removeSiblings(dist, name); err != nil {
		return err
	}
	for _, e := range encodings {
		fmt.Fprintf(os.Stderr, "compressing %s%s\n", name, e.suffix)
		compressed, err := e.compress(content)
		if err != nil {
			return err
		}
		if err := write(filepath.Join(dist, name+e.suffix), compressed); err != nil {
			return err
		}
	}
	return write(stamp, []byte(want))
}

// missing returns the encodings in which the file has no sibling.
func missing(dist, name string, encodings []encoding) []encoding {
	return slices.DeleteFunc(slices.Clone(encodings), func(e encoding) bool {
		_, err := os.Stat(filepath.Join(dist, name+e.suffix))
		return err == nil
	})
}

func removeSiblings(dist, name string) error {
	for _, e := range all {
		if err := os.Remove(filepath.Join(dist, name+e.suffix)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// brotliBest uses the largest window of RFC 7932, 16 MiB, which every browser supports.
func brotliBest(content []byte) ([]byte, error) {
	var out bytes.Buffer
	return finish(&out, brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24}), content)
}

func gzipBest(content []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	return finish(&out, w, content)
}

func finish(out *bytes.Buffer, w io.WriteCloser, content []byte) ([]byte, error) {
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"

	"github.com/andybalholm/brotli"
)

// encodings are the siblings that a file gets, by suffix.
var encodings = []struct {
	suffix   string
	compress func([]byte) ([]byte, error)
}{
	{".br", brotliBest},
	{".gz", gzipBest},
}

// writeSiblings writes the compressed forms of a file in dist. A hidden file, which
// is embedded nowhere, keeps the content's hash from which they were made.
func writeSiblings(dist, name string, content []byte) error {
	sum := sha256.Sum256(content)
	want := hex.EncodeToString(sum[:])
	stamp := filepath.Join(dist, "."+name+".sum")
	if have, err := os.ReadFile(stamp); err == nil && string(have) == want && siblingsExist(dist, name) {
		return nil
	}
	for _, e := range encodings {
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

func siblingsExist(dist, name string) bool {
	for _, e := range encodings {
		if _, err := os.Stat(filepath.Join(dist, name+e.suffix)); err != nil {
			return false
		}
	}
	return true
}

// brotliBest uses the largest window of RFC 7932, 16 MiB, which every browser takes.
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

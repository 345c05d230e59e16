// Package fonts holds the fonts for lettering, as OpenType files.
package fonts

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"

	"golang.org/x/image/font/gofont/goregular"
)

//go:embed dejavu.ttf.gz
var dejavu []byte

// Files return the fonts, the preferred one first, as lettering.Use takes them: their errors are
// nil. Each function unpacks its font at every call, so call it only once.
var Files = []func() ([]byte, error){goRegular, dejaVuSans}

// goRegular has Latin, Greek and Cyrillic letters.
func goRegular() ([]byte, error) { return goregular.TTF, nil }

// dejaVuSans adds combining accents, the scripts that run from right to left and symbols.
func dejaVuSans() ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(dejavu))
	if err != nil {
		panic(err) // the font is part of the program
	}
	file, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	return file, nil
}

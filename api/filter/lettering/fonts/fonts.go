// Package fonts holds the fonts that lettering is drawn in, as OpenType files. It knows
// nothing of how they are drawn.
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

// Files return the fonts, the preferred one first. Each unpacks its font when it is called,
// and is to be called once.
var Files = []func() []byte{goRegular, dejaVuSans}

// goRegular has Latin, Greek and Cyrillic letters.
func goRegular() []byte { return goregular.TTF }

// dejaVuSans adds combining accents, the scripts that run from right to left and symbols.
func dejaVuSans() []byte {
	r, err := gzip.NewReader(bytes.NewReader(dejavu))
	if err != nil {
		panic(err) // the font is part of the program
	}
	file, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	return file
}

// Package jpegtran has libjpeg-turbo's own optimiser look at answers within bytes.
package jpegtran

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"testing"

	"framepost/api/frame"
	"framepost/api/jpeg"
	"framepost/api/jpeg/films"
	"framepost/e2e/debian"
)

// jpegtran makes new Huffman tables for the same coefficients. It finds nothing to save.
func TestNothingIsLeftToSave(t *testing.T) {
	program, err := debian.Find("libjpeg-turbo-progs", "jpegtran")
	if err != nil {
		t.Fatal(err)
	}
	for _, film := range films.All {
		for _, size := range [][2]int{{1, 1}, {33, 17}, {320, 240}, {1281, 719}} {
			for _, limit := range []int{600, 6000, 30_000, 400_000} {
				for _, grey := range []bool{false, true} {
					f := film.Frame(size[0], size[1], 30)
					if grey {
						f.DropChroma()
					}
					check(t, program, fmt.Sprint(film.Name, size, " within ", limit, ", grey: ", grey), f, limit)
					f.Release()
				}
			}
		}
	}
}

func check(t *testing.T, program, name string, f *frame.Frame, limit int) {
	t.Helper()
	out, _, err := jpeg.EncodeWithin(t.Context(), f, jpeg.Limit{Bytes: limit, Worst: 1, Best: 100})
	var small *jpeg.TooSmallError
	if errors.As(err, &small) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer out.Release()
	theirs := run(t, program, out.Bytes)
	if codes(theirs) < codes(out.Bytes) {
		t.Errorf("%s: %d bytes of codes, jpegtran makes %d", name, codes(out.Bytes), codes(theirs))
	}
	if len(theirs) < len(out.Bytes)-len(out.Bytes)/500 {
		t.Errorf("%s: %d bytes, jpegtran makes %d", name, len(out.Bytes), len(theirs))
	}
}

// codes returns the bytes of a file but for the zeros after 0xFF: how many these are is chance,
// where codes of one length may be given to either of two symbols.
func codes(data []byte) int { return len(data) - bytes.Count(data, []byte{0xFF, 0}) }

// run returns what jpegtran makes of a file.
func run(t *testing.T, program string, data []byte) []byte {
	t.Helper()
	command := exec.CommandContext(t.Context(), program, "-optimize", "-copy", "none")
	command.Stdin = bytes.NewReader(data)
	var out, problems bytes.Buffer
	command.Stdout, command.Stderr = &out, &problems
	if err := command.Run(); err != nil || problems.Len() > 0 {
		t.Fatalf("jpegtran: %v: %s", err, problems.Bytes())
	}
	return out.Bytes()
}

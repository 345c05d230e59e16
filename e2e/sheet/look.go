package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
)

// lookIn writes a table for the operation lut into a directory: one with warm lights, teal shadows
// and more contrast, as films have it.
func lookIn(dir string) error {
	const side = 17
	var b bytes.Buffer
	fmt.Fprintf(&b, "TITLE \"teal and orange\"\nLUT_3D_SIZE %d\n", side)
	for i := range side * side * side {
		rgb := [3]float64{float64(i % side), float64(i / side % side), float64(i / side / side)}
		luma := (0.299*rgb[0] + 0.587*rgb[1] + 0.114*rgb[2]) / (side - 1)
		for channel, warmth := range [3]float64{0.22, 0, -0.22} {
			steeper := 0.12 * -math.Sin(2*math.Pi*luma)
			fmt.Fprintf(&b, "%.4f ", min(max(rgb[channel]/(side-1)+steeper+warmth*(luma-0.45), 0), 1))
		}
		b.WriteByte('\n')
	}
	return os.WriteFile(filepath.Join(dir, "cinema.cube"), b.Bytes(), 0o600)
}

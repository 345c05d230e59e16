package pipeline

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"framepost/api/wire"
)

// overlays is a directory of pictures for the operation overlay.
var overlays = filepath.Join("..", "filter", "overlay", "testdata")

// luts is a directory of tables for the operation lut.
var luts = filepath.Join("..", "filter", "lut", "testdata")

func hasOp(p *Pipeline, name string) bool {
	return slices.ContainsFunc(p.Catalogue().Ops, func(op wire.Op) bool { return op.Name == name })
}

// The operation overlay belongs only to the pipeline that was configured with its pictures.
func TestOverlays(t *testing.T) {
	c := Default()
	c.Overlays = overlays
	with, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	without := newPipeline(t)
	if !hasOp(with, "overlay") || hasOp(without, "overlay") {
		t.Errorf("overlay is in the catalogue: %v; without a directory: %v", hasOp(with, "overlay"), hasOp(without, "overlay"))
	}
	if _, err := with.Parse("overlay:veil:centre"); err != nil {
		t.Error(err)
	}
	if _, err := without.Parse("overlay"); err == nil || !strings.Contains(err.Error(), "FRAMEPOST_OVERLAYS") {
		t.Errorf("without a directory: %v", err)
	}
}

// The operation lut belongs only to the pipeline that was configured with its tables.
func TestLUTs(t *testing.T) {
	c := Default()
	c.LUTs = luts
	with, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	without := newPipeline(t)
	if !hasOp(with, "lut") || hasOp(without, "lut") {
		t.Errorf("lut is in the catalogue: %v; without a directory: %v", hasOp(with, "lut"), hasOp(without, "lut"))
	}
	if _, err := with.Parse("lut:warm:50"); err != nil {
		t.Error(err)
	}
	if _, err := without.Parse("lut"); err == nil || !strings.Contains(err.Error(), "FRAMEPOST_LUTS") {
		t.Errorf("without a directory: %v", err)
	}
	c.LUTs = t.TempDir()
	if _, err := New(c); err == nil || !strings.Contains(err.Error(), "no *.cube") {
		t.Errorf("an empty directory: %v", err)
	}
}

func TestWrongOverlays(t *testing.T) {
	c := Default()
	c.Overlays = t.TempDir()
	if err := os.WriteFile(filepath.Join(c.Overlays, "broken.png"), []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(c); err == nil || !strings.Contains(err.Error(), "broken.png") || strings.Contains(err.Error(), "\n") {
		t.Errorf("a broken picture: %v; want one line that names it", err)
	}
}

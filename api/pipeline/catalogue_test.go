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

func hasOverlay(p *Pipeline) bool {
	return slices.ContainsFunc(p.Catalogue().Ops, func(op wire.Op) bool { return op.Name == "overlay" })
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
	if !hasOverlay(with) || hasOverlay(without) {
		t.Errorf("overlay is in the catalogue: %v; without a directory: %v", hasOverlay(with), hasOverlay(without))
	}
	if _, err := with.Parse("overlay:veil:centre"); err != nil {
		t.Error(err)
	}
	if _, err := without.Parse("overlay"); err == nil || !strings.Contains(err.Error(), "FRAMEPOST_OVERLAYS") {
		t.Errorf("without a directory: %v", err)
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

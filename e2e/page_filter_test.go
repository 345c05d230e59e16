package e2e

import (
	"os"
	"path/filepath"
	"testing"
)

// A WebAssembly file that is dropped into the watched directory has a button and controls in the
// open page, and frames go through it.
func TestDroppedFilter(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := serve(t, "FRAMEPOST_FILTERS="+dir, "FRAMEPOST_FILTERS_CACHE="+t.TempDir(), "FRAMEPOST_FILTERS_WATCH=true")
	tab := card(t, server, "&ops=resize:320")
	module, err := os.ReadFile(filepath.Join("..", "api", "plugin", "testdata", "sepia.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "mine.wasm"), module, 0o600); err != nil {
		t.Fatal(err)
	}
	tab.Wait("the button of the new operation", "document.querySelector('#ops [data-op=sepia_c]')")
	tab.Eval("document.querySelector('#ops [data-op=sepia_c]').click()", nil)
	sends(tab, "resize:320,sepia_c")
	tab.Wait("its control", "document.querySelector('#steps [data-at=\"1\"] input[type=range]').checkVisibility()")
	tab.Wait("frames through it", "framepost.stats().refusal === '' && framepost.stats().shown > 5")
}

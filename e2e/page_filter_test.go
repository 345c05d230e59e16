package e2e

import (
	"os"
	"path/filepath"
	"testing"
)

// sepiaModule is configs/filters/sepia.c, compiled.
var sepiaModule = filepath.Join("..", "api", "plugin", "testdata", "sepia.wasm")

// A WebAssembly file that is dropped into the watched directory has a button and controls in the
// open page, and frames go through it.
func TestDroppedFilter(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := serve(t, "FRAMEPOST_FILTERS="+dir, "FRAMEPOST_FILTERS_CACHE="+t.TempDir(), "FRAMEPOST_FILTERS_WATCH=true")
	tab := card(t, server, "&ops=resize:320")
	file := filepath.Join(dir, "mine.wasm")
	writeFile(t, file, readFile(t, sepiaModule))
	tab.Wait("the button of the new operation", "document.querySelector('#ops [data-op=sepia_c]')")
	tab.Eval("document.querySelector('#ops [data-op=sepia_c]').click()", nil)
	sends(tab, "resize:320,sepia_c")
	tab.Wait("its control", "document.querySelector('#steps [data-at=\"1\"] input[type=range]').checkVisibility()")
	tab.Wait("frames through it", "framepost.stats().refusal === '' && framepost.stats().shown > 5")

	var link string
	tab.Eval("location.href", &link)
	other := window(t)
	patient(other)
	other.Open(link)
	sends(other, "resize:320,sepia_c")
	flows(other)

	tab.Allow("status of 400") // the chain still names it
	other.Allow("status of 400")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	tab.Wait("no such button", "!document.querySelector('#ops [data-op=sepia_c]')")
	tab.Wait("word of it", "framepost.stats().refusal.includes('sepia_c')")
}

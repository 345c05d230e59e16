package e2e

import (
	"testing"
)

// A step can be dragged by its grip to the place of another one.
func TestStepsAreDragged(t *testing.T) {
	t.Parallel()
	tab := card(t, serve(t), "&ops=resize:700,mirror,gray,invert")
	sends(tab, "resize:700,mirror,gray,invert")
	tab.Drag("#steps [data-at='3'] .grip", "#steps [data-at='1'] .name")
	sends(tab, "resize:700,invert,mirror,gray")
	tab.Drag("#steps [data-at='0'] .grip", "#steps [data-at='2'] .name")
	sends(tab, "invert,mirror,resize:700,gray")
	tab.Wait("no mark left", `!document.querySelector("#steps [data-over]")`)
	tab.Click("#undo")
	sends(tab, "resize:700,invert,mirror,gray")
	flows(tab)
}

package browser

import (
	"context"

	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Heap is the size of the page's JavaScript heap in bytes after a garbage collection,
// with what it holds outside of it, array buffers for one.
func (tab *Tab) Heap() (bytes float64) {
	tab.t.Helper()
	tab.run("heap", heapprofiler.CollectGarbage(), chromedp.ActionFunc(func(ctx context.Context) error {
		used, _, embedder, backing, err := runtime.GetHeapUsage().Do(ctx)
		bytes = used + embedder + backing
		return err
	}))
	return bytes
}

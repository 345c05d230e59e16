package browser

import (
	"context"

	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Heap returns the size of the page's JavaScript heap in bytes after a garbage collection,
// including memory outside of it that it refers to, such as array buffers.
func (tab *Tab) Heap() (bytes float64) {
	tab.t.Helper()
	tab.run("heap", heapprofiler.CollectGarbage(), chromedp.ActionFunc(func(ctx context.Context) error {
		used, _, embedder, backing, err := runtime.GetHeapUsage().Do(ctx)
		bytes = used + embedder + backing
		return err
	}))
	return bytes
}

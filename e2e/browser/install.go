package browser

import (
	"context"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Installable returns why the browser would not install the page as an app. Tabs have profiles
// that leave nothing on the disk, in which it installs none: that is no reason.
func (tab *Tab) Installable() (reasons []string) {
	tab.t.Helper()
	tab.run("installability", chromedp.ActionFunc(func(ctx context.Context) error {
		faults, err := page.GetInstallabilityErrors().Do(ctx)
		for _, fault := range faults {
			if fault.ErrorID != "in-incognito" {
				reasons = append(reasons, fault.ErrorID)
			}
		}
		return err
	}))
	return reasons
}

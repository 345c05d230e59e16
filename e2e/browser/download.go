package browser

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
)

// Downloads makes the tab's browser save files in an empty directory. It returns a function
// that waits for a file with that suffix and returns its path.
func (tab *Tab) Downloads() (wait func(suffix string) string) {
	tab.t.Helper()
	dir := tab.t.TempDir()
	err := cdpbrowser.SetDownloadBehavior(cdpbrowser.SetDownloadBehaviorBehaviorAllow).
		WithBrowserContextID(tab.profile).WithDownloadPath(dir).Do(tab.process)
	if err != nil {
		tab.t.Fatalf("downloads: %v", err)
	}
	return func(suffix string) string {
		tab.t.Helper()
		for began := time.Now(); time.Since(began) < Patience; time.Sleep(20 * time.Millisecond) {
			// While a file is being written it has another suffix, and an empty file reserves
			// its name.
			files, err := os.ReadDir(dir)
			if err != nil {
				tab.t.Fatal(err)
			}
			for _, f := range files {
				info, err := f.Info()
				if err == nil && info.Size() > 0 && strings.HasSuffix(f.Name(), suffix) {
					return filepath.Join(dir, f.Name())
				}
			}
		}
		tab.t.Fatalf("no file *%s was saved", suffix)
		return ""
	}
}

package browser

import (
	"context"
	"fmt"
	"os/exec"
	"sync"

	"framepost/e2e/debian"
)

// Where Chromium and Chrome live, in the order they are tried.
var candidates = []string{
	"chromium",
	"chromium-browser",
	"google-chrome",
	"google-chrome-stable",
	"chrome",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
	`C:\Program Files\Google\Chrome\Application\chrome.exe`,
	`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
}

// Find gives the path of Chromium or Chrome, and installs Debian's chromium when
// there is neither and it may. The error is one line that says what is missing.
var Find = sync.OnceValues(func() (string, error) {
	if path := look(); path != "" {
		return path, nil
	}
	err := debian.Install(context.Background(), "chromium")
	if path := look(); path != "" {
		return path, nil
	}
	return "", fmt.Errorf("the browser tests need Chromium or Chrome; none was found and none could be installed: %w", err)
})

func look() string {
	for _, name := range candidates {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

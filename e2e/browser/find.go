package browser

import (
	"sync"

	"framepost/e2e/debian"
)

// Find returns the path of Chromium or Chrome. If neither is installed, it installs Debian's
// chromium if it has the rights. The error is one line that says what is missing.
var Find = sync.OnceValues(func() (string, error) {
	return debian.Find("chromium",
		"chromium",
		"chromium-browser",
		"google-chrome",
		"google-chrome-stable",
		"chrome",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
		`C:\Program Files\Google\Chrome\Application\chrome.exe`,
		`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`)
})

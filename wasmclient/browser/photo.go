package browser

import (
	"strings"

	"framepost/wasmclient/stream"
)

// sizeText returns a size as wire.FormatSize writes it for people: "700 × 525 px".
func sizeText(size string) string { return strings.Replace(size, "x", " × ", 1) + " px" }

// asksToWait reports whether a failure of an upload passes: the server has too much to do, or
// starts again.
func asksToWait(f stream.Failure) bool { return f.Status == 429 || f.Status == 503 }

// uploadText returns what the viewer reads of an upload that has failed. A failure without a
// status but with words is that of the page.
func uploadText(f stream.Failure) string {
	switch {
	case f.Status == 0 && f.Detail != "":
		return "This page cannot do it: " + f.Detail
	case f.Detail != "":
		return "The server says: " + f.Detail
	case f.Status == 0:
		return "The server does not answer"
	case f.Status == 413:
		return "The file is larger than the server takes" // a proxy's words are not shown
	}
	return "The server cannot do it now"
}

package browser

import (
	"syscall/js"
	"time"
)

// save makes the browser save a Blob. It returns the name of the file, which contains the time.
func save(blob js.Value, extension string) string {
	name := "framepost-" + localTime() + "." + extension
	saveAs(blob, name)
	return name
}

// saveAs makes the browser save a Blob under a name.
func saveAs(blob js.Value, name string) {
	urls := window.Get("URL")
	address := urls.Call("createObjectURL", blob)
	element("a", "href", address.String(), "download", name).Call("click")
	// The download starts later, and the browser may ask first where to save it, so the bytes
	// are kept for a minute.
	window.Call("setTimeout", once(func(js.Value) { urls.Call("revokeObjectURL", address) }), 60_000)
}

// localTime returns the time in the viewer's zone as "2026-01-31-235959". JavaScript writes it:
// time.Format would add kilobytes to the client.
func localTime() string {
	iso := window.Get("Date").New(localClock().UnixMilli()).Call("toISOString").String() // 2026-01-31T23:59:59.000Z
	return iso[:10] + "-" + iso[11:13] + iso[14:16] + iso[17:19]
}

// localClock returns a time whose clock, read as UTC, shows the time in the viewer's zone. It asks
// the browser for the offset of the zone, so that the client need not contain Go's time zone
// tables.
func localClock() time.Time {
	offset := window.Get("Date").New().Call("getTimezoneOffset").Int() // min, to the west
	return time.Now().UTC().Add(-time.Duration(offset) * time.Minute)
}

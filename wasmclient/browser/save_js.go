package browser

import "syscall/js"

// save makes the browser save a Blob. It returns the name of the file, which contains the time.
func save(blob js.Value, extension string) string {
	name := "framepost-" + localTime() + "." + extension
	urls := window.Get("URL")
	address := urls.Call("createObjectURL", blob)
	element("a", "href", address.String(), "download", name).Call("click")
	// The download starts later, and the browser may ask first where to save it, so the bytes
	// are kept for a minute.
	window.Call("setTimeout", once(func(js.Value) { urls.Call("revokeObjectURL", address) }), 60_000)
	return name
}

// localTime returns the time in the viewer's zone as "2026-01-31-235959". It asks the browser
// for the offset of the zone, so that the client need not contain Go's time zone tables.
func localTime() string {
	now := window.Get("Date").New()
	shifted := window.Get("Date").New(now.Call("getTime").Float() - now.Call("getTimezoneOffset").Float()*60_000)
	iso := shifted.Call("toISOString").String() // 2026-01-31T23:59:59.000Z
	return iso[:10] + "-" + iso[11:13] + iso[14:16] + iso[17:19]
}

// The module that processes frames in the page: public/local.js runs it in a worker of its own.
// It is loaded when it is first needed, unlike the client.
//
//	GOOS=js GOARCH=wasm go build -trimpath -ldflags="-s -w" ./wasmclient/local
package main

import (
	"syscall/js"

	"framepost/api/filter/face"
	"framepost/api/filter/lettering"
	"framepost/api/pipeline/pixels"
)

// maxPixels is the server's own limit, see pipeline.Default.
const maxPixels = 25_000_000

func main() {
	host := js.Global().Get("host") // of local.js
	files := files{host}
	face.Use(files.get("faces"))
	lettering.Use(files.get("font"), files.get("symbols"))
	w := newWorker(host, pixels.New(maxPixels))
	host.Call("ready", js.FuncOf(w.take), maxPixels)
	w.work()
}

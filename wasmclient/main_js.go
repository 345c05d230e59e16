// The client: it connects the browser to the stream.
//
//	GOOS=js GOARCH=wasm go build -trimpath -ldflags="-s -w" ./wasmclient
package main

import (
	"framepost/wasmclient/browser"
	"framepost/wasmclient/stream"
)

func main() {
	if _, err := browser.Open(stream.Default()); err != nil {
		panic(err)
	}
	select {} // callbacks do the rest
}

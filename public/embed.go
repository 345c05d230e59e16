// Package public holds the page's files for the binary. They work as they are on
// any static host too.
package public

import "embed"

// Files are the page and, under dist, the client as `go run ./wasmclient/pack`
// builds it. Without that step dist holds no client and the page says so.
//
//go:embed index.html style.css loader.js config.json icon.svg dist
var Files embed.FS

// Package public embeds the page's files in the binary. They also work on any static host as
// they are.
package public

import "embed"

// Files are the page and, under dist, the client as `go run ./wasmclient/pack`
// builds it, in its compressed forms alone: the client as it is would be a sixth of
// the binary, and a client that takes no compression gets the .gz unpacked. Before that step
// dist holds no client, and the page says so; the pattern then matches the README.md
// that is kept there so that it matches something.
//
//go:embed index.html style.css desk.css loader.js codec.js local.js offline.js config.json manifest.webmanifest demo.svg icon.svg icon-*.png dist/*.[bgm]*
var Files embed.FS

// Package probe measures a page from outside: which frames of the numbered fake
// camera (package camera) it shows, in what order, and how long after the camera.
//
// It reads numbers off the pixels. When requestVideoFrameCallback says that the
// camera's <video> has a new picture, the row of blocks in it is read and the time
// noted; at every refresh of the screen (requestAnimationFrame) the row in the
// output is read, and the time noted when it is a new one. Camera to screen is the
// difference of the two times of one number: from the picture being there for the
// page to the refresh that shows its answer. Both happen at refreshes, so on a
// 60 Hz screen one value is close to a multiple of 16.7 ms.
package probe

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"framepost/e2e/camera"
)

//go:embed probe.js
var script string

// Trace is what the probe saw.
type Trace struct {
	Camera, Output     []Sample
	Unreadable         int     // pictures on the output without a whole number
	Straight, Mirrored int     // how the numbers on the output were read
	Width, Height      int     // px, of the output
	Refreshes          int     // of the screen
	Cost               float64 // ms that the probe itself took, altogether
}

// Sample is one number when it was first seen.
type Sample struct {
	N  int
	At float64 // ms, performance.now()
}

// Expression gives the JavaScript that watches the elements that the two selectors
// find (a video, and a canvas, an img or another video) for that long; its value,
// once its promise is kept, is a Trace in JSON.
func Expression(cameraSelector, outputSelector string, d time.Duration) string {
	codes, err := json.Marshal(camera.Codes())
	if err != nil {
		panic(err) // numbers always marshal
	}
	return fmt.Sprintf("(%s)(%s, %s, %s, %d)", script, codes,
		strconv.Quote(cameraSelector), strconv.Quote(outputSelector), d.Milliseconds())
}

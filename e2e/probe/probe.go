// Package probe measures a page from outside: which frames of the numbered fake
// camera (package camera) it shows, in what order, and how long after the camera.
//
// It reads numbers off the pixels. When requestVideoFrameCallback says that the
// camera's <video> shows a new picture, the row of blocks in it is read and the
// time noted, as well as the time of capture that the browser gives; at every
// refresh of the screen (requestAnimationFrame) the row in the output is read, and
// the time noted when it is a new one. An output that is a <video> is read as the
// camera's. So there are two delays of an answer:
//
//   - from the video: the refresh that shows the answer after the one that shows
//     the camera's picture. This is what one sees with the two side by side, and
//     what a page that takes its frames from the <video> can be measured by. On a
//     60 Hz screen it is close to a multiple of 16.7 ms, and 0 or less for a page
//     that has its frames before the <video> shows them.
//   - from the capture: the whole way from the camera. It has up to one refresh of
//     waiting for the screen in it.
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
	Camera             []Picture
	Output             []Answer
	Unreadable         int     // pictures on the output without a whole number
	Straight, Mirrored int     // how the numbers on the output were read
	Width, Height      int     // px, of the output
	Refreshes          int     // of the screen
	Cost               float64 // ms that the probe itself took, altogether
}

// Picture is one number in the camera's video. Times are in ms on the clock of
// performance.now.
type Picture struct {
	N        int
	At       float64 // the refresh that showed it
	Captured float64
}

// Answer is one number on the output, at the refresh that showed it first.
type Answer struct {
	N  int
	At float64
}

// Expression returns the JavaScript that watches the elements that the two selectors
// find (a video, and a canvas, an img or another video) for that long, and for longer if
// it has not seen so many answers by then; its value, once its promise is kept, is a
// Trace in JSON.
func Expression(cameraSelector, outputSelector string, d time.Duration, answers int) string {
	codes, err := json.Marshal(camera.Codes())
	if err != nil {
		panic(err) // numbers always marshal
	}
	return fmt.Sprintf("(%s)(%s, %s, %s, %d, %d)", script, codes,
		strconv.Quote(cameraSelector), strconv.Quote(outputSelector), d.Milliseconds(), answers)
}

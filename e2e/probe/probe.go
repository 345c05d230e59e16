// Package probe measures a page from outside: which frames of the numbered fake camera (package
// camera) it shows, in what order, and how long after the camera.
//
// It reads the numbers from the pixels. When requestVideoFrameCallback reports that the
// camera's <video> shows a new picture, the probe reads the row of blocks in it, and records
// the time and the browser's time of capture. At every refresh of the screen
// (requestAnimationFrame) it reads the row in the output, and records the time if the number is
// a new one. If the output is a <video>, it is read like the camera's. So an answer has two
// delays:
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

// Moments, run before the page's scripts, defines moment(): a promise of a Moment.
//
//go:embed moment.js
var Moments string

// Moment compares the screen with the answer to the whole of the same frame, as soon as a region
// of one is shown.
type Moment struct {
	DB     float64 // peak signal-to-noise ratio of the pixels
	Blocks float64 // that of the means of blocks of 8×8 px, dB
	Worst  float64 // the largest difference of those
	Share  float64 // of the frame's px that were sent
}

//go:embed probe.js
var script string

// Trace holds the probe's observations.
type Trace struct {
	Camera             []Picture
	Output             []Answer
	Unreadable         int     // pictures on the output without an intact number
	Straight, Mirrored int     // numbers on the output, by how they were read
	Width, Height      int     // px, of the output
	Refreshes          int     // of the screen
	Cost               float64 // time that the probe itself has taken, ms
}

// Picture is a number in the camera's video. Times are in ms on the clock of performance.now.
type Picture struct {
	N        int
	At       float64 // the refresh that showed it
	Captured float64
}

// Answer is a number on the output, with the refresh that first showed it.
type Answer struct {
	N  int
	At float64
}

// Expression returns the JavaScript that watches two elements for that long: a video, and a
// canvas, an img or another video. row is where the film has its numbers. It continues until it
// has seen that many answers. Its value is a promise of a Trace in JSON.
func Expression(row camera.Row, cameraSelector, outputSelector string, d time.Duration, answers int) string {
	codes, err := json.Marshal(camera.Codes())
	if err != nil {
		panic(err) // numbers always marshal
	}
	return fmt.Sprintf("(%s)(%s, {Y: %g, Width: %g}, %s, %s, %d, %d)", script, codes, row.Y, row.Width,
		strconv.Quote(cameraSelector), strconv.Quote(outputSelector), d.Milliseconds(), answers)
}

package network

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"framepost/e2e/camera"
)

// stillFilm writes a film that shows its first picture, with a sensor's noise, for some time
// and then moves. It returns how long the still part is.
func stillFilm(dir string) (path string, still time.Duration, err error) {
	film := camera.Film{Width: 320, Height: 240, FPS: 30, Frames: 90}
	var all bytes.Buffer
	if err := film.Write(&all); err != nil {
		return "", 0, err
	}
	data := all.Bytes()
	head := bytes.IndexByte(data, '\n') + 1
	const mark = len("FRAME\n")
	luma := film.Width * film.Height
	size := mark + luma*3/2
	first := data[head : head+size]
	random := rand.New(rand.NewPCG(7, 8))

	path = filepath.Join(dir, "still.y4m")
	file, err := os.Create(path)
	if err != nil {
		return "", 0, err
	}
	defer file.Close()
	file.Write(data[:head])
	const frames = 360
	for range frames {
		noisy := bytes.Clone(first)
		for i := mark; i < mark+luma; i++ {
			noisy[i] = byte(max(16, min(235, float64(noisy[i])+3*random.NormFloat64())))
		}
		file.Write(noisy)
	}
	_, err = file.Write(data[head:])
	return path, frames * time.Second / 30, err
}

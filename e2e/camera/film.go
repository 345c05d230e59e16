package camera

import (
	"bufio"
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"strings"

	"framepost/api/jpeg/films"
)

// Film describes the film that a fake camera repeats.
type Film struct {
	Width, Height int         // px; Width a multiple of 2·Blocks, Height even
	FPS           int         // frames a second
	Frames        int         // length; at most Numbers, so that no number occurs twice
	Of            *films.Film // what it shows; nil for the landscape
	Passer        image.Image // a portrait that crosses the landscape several times, or nil
}

// VGA returns the film of a common webcam: 640×480 at 30 fps.
func VGA() Film { return Film{Width: 640, Height: 480, FPS: 30, Frames: 256} }

// HD returns a film of 1280×720 at 30 fps.
func HD() Film { return Film{Width: 1280, Height: 720, FPS: 30, Frames: 128} }

// TalkingHead returns a film of a person before a camera: a textured figure of a quarter of the
// picture moves a little, and noise with a standard deviation of 2 is everywhere.
func TalkingHead() Film { return of(&films.TalkingHead) }

// Pan returns a film of which everything moves, in detail of all sizes. It jumps when it begins
// again.
func Pan() Film { return of(&films.Pan) }

// Desk returns a film of text and wood, on which a pen moves.
func Desk() Film { return of(&films.Desk) }

func of(film *films.Film) Film {
	return Film{Width: 640, Height: 480, FPS: 30, Frames: films.Period, Of: film}
}

// Name returns what the film shows.
func (f Film) Name() string {
	switch {
	case f.Of != nil:
		return f.Of.Name
	case f.Passer != nil:
		return "passer"
	}
	return "landscape"
}

// Row returns where the frames have their number: along the top edge of the landscape; in the
// other films, in the middle of the figure, so that of a talking head nothing else moves.
func (f Film) Row() Row {
	if f.Of == nil {
		return Top
	}
	return middle
}

// Validate returns an error that says what is wrong with the film, or nil.
func (f Film) Validate() error {
	switch {
	case f.Width <= 0 || f.Width%(2*Blocks) != 0:
		return fmt.Errorf("camera: width %d is not a multiple of %d", f.Width, 2*Blocks)
	case f.Height < f.Width/Blocks || f.Height%2 != 0:
		return fmt.Errorf("camera: height %d is odd or too small", f.Height)
	case f.FPS < 1 || f.FPS > 120:
		return fmt.Errorf("camera: %d fps; 1 to 120 are possible", f.FPS)
	case f.Frames < 1 || f.Frames > Numbers:
		return fmt.Errorf("camera: %d frames; 1 to %d are possible", f.Frames, Numbers)
	}
	return nil
}

// each draws the frames one after another into the same picture, and calls show for each.
func (f Film) each(show func(img *image.YCbCr) error) error {
	if err := f.Validate(); err != nil {
		return err
	}
	draw := f.drawer()
	img := image.NewYCbCr(image.Rect(0, 0, f.Width, f.Height), image.YCbCrSubsampleRatio420)
	for n := range f.Frames {
		draw(img, n)
		if err := show(img); err != nil {
			return err
		}
	}
	return nil
}

// drawer returns what draws frame n, with its number, into a picture of the film's size.
func (f Film) drawer() func(img *image.YCbCr, n int) {
	scene := newScene(f.Width, f.Height, float64(f.FPS))
	paint := scene.draw
	switch {
	case f.Of != nil:
		paint = f.paint
	case f.Passer != nil:
		paint = newPasser(f.Passer, scene, f.Frames).draw
	}
	return func(img *image.YCbCr, n int) {
		paint(img, n)
		f.Row().stamp(img, n)
	}
}

// paint draws frame n of a film of package films, in the range that video has.
func (f Film) paint(img *image.YCbCr, n int) {
	picture := f.Of.Frame(f.Width, f.Height, n)
	defer picture.Release()
	planes := picture.Planes()
	for y := range f.Height {
		to := img.Y[img.YOffset(0, y):]
		for x, v := range planes[0].Row(y) {
			to[x] = max(black, min(white, v))
		}
	}
	for y := range f.Height / 2 {
		copy(img.Cb[y*img.CStride:], planes[1].Row(y))
		copy(img.Cr[y*img.CStride:], planes[2].Row(y))
	}
}

// Write writes the film as YUV4MPEG2, uncompressed 4:2:0: 460 kB a frame at 640×480. Chromium
// can also play MJPEG, but decoding it would take CPU time from the measured page.
func (f Film) Write(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg\n", f.Width, f.Height, f.FPS); err != nil {
		return err
	}
	return f.each(func(img *image.YCbCr) error {
		if _, err := io.WriteString(w, "FRAME\n"); err != nil {
			return err
		}
		for _, plane := range [][]byte{img.Y, img.Cb, img.Cr} {
			if _, err := w.Write(plane); err != nil {
				return err
			}
		}
		return nil
	})
}

// File writes the film into a new file in dir and returns its path.
func (f Film) File(dir string) (string, error) {
	name := fmt.Sprintf("%s-%dx%d-%d.y4m", strings.ReplaceAll(f.Name(), " ", "-"), f.Width, f.Height, f.Frames)
	path := filepath.Join(dir, name)
	file, err := os.Create(path)
	if err != nil {
		return "", err
	}
	w := bufio.NewWriterSize(file, 1<<20)
	err = f.Write(w)
	if err == nil {
		err = w.Flush()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	return path, err
}

// JPEG returns frame n as a JPEG, as a camera of the film's size would send it.
func (f Film) JPEG(n, quality int) ([]byte, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	img := image.NewYCbCr(image.Rect(0, 0, f.Width, f.Height), image.YCbCrSubsampleRatio420)
	f.drawer()(img, n)
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	return b.Bytes(), err
}

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
)

// Film describes the film that a fake camera repeats.
type Film struct {
	Width, Height int  // px; Width a multiple of 2·Blocks, Height even
	FPS           int  // frames a second
	Frames        int  // length; at most Numbers, so that no number occurs twice
	Head          bool // a talking head, without numbers, in place of the landscape
}

// VGA returns the film of a common webcam: 640×480 at 30 fps.
func VGA() Film { return Film{Width: 640, Height: 480, FPS: 30, Frames: 256} }

// HD returns a film of 1280×720 at 30 fps.
func HD() Film { return Film{Width: 1280, Height: 720, FPS: 30, Frames: 128} }

// TalkingHead returns a film of a person before a camera: a textured figure of a quarter of the
// picture moves a little, and noise with a standard deviation of 2 is everywhere.
func TalkingHead() Film { return Film{Width: 640, Height: 480, FPS: 30, Frames: 128, Head: true} }

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
	draw := newScene(f.Width, f.Height, float64(f.FPS)).draw
	if f.Head {
		draw = newHead(f.Width, f.Height, f.Frames).draw
	}
	img := image.NewYCbCr(image.Rect(0, 0, f.Width, f.Height), image.YCbCrSubsampleRatio420)
	for n := range f.Frames {
		draw(img, n)
		if err := show(img); err != nil {
			return err
		}
	}
	return nil
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
	name := "camera"
	if f.Head {
		name = "head"
	}
	path := filepath.Join(dir, fmt.Sprintf("%s-%dx%d.y4m", name, f.Width, f.Height))
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
	newScene(f.Width, f.Height, float64(f.FPS)).draw(img, n)
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	return b.Bytes(), err
}

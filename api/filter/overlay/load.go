// Package overlay holds the operator's pictures for the operation overlay, such as logos and
// masks. It reads them when the program starts and scales them when they are used.
package overlay

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"

	"framepost/api/file"
)

// Bounds of one file.
const (
	maxBytes  = 8 << 20
	maxPixels = 4096 * 4096
)

// Load reads every *.png of a directory except hidden files. The name of a picture is that of
// its file without ".png". A file whose name no chain can write is ignored, see Pictures.Ignored.
// The error names the file that is wrong.
func Load(dir string) (*Pictures, error) {
	originals, ignored, err := file.Load(dir, ".png", "picture", read)
	if err != nil {
		return nil, fmt.Errorf("overlays: %w", err)
	}
	return &Pictures{originals: originals, ignored: ignored}, nil
}

func read(path string) (*image.NRGBA, error) {
	data, err := file.Read(path, maxBytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	picture, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return picture, nil
}

// decode reads a PNG within the bounds. It refuses a larger one after reading only the header.
func decode(data []byte) (*image.NRGBA, error) {
	header, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("it cannot be read as PNG: %w", err)
	}
	if header.Width*header.Height > maxPixels {
		return nil, fmt.Errorf("it is %d×%d; at most %d pixels are allowed", header.Width, header.Height, maxPixels)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("it cannot be read as PNG: %w", err)
	}
	picture := image.NewNRGBA(image.Rect(0, 0, header.Width, header.Height))
	draw.Draw(picture, picture.Rect, img, img.Bounds().Min, draw.Src)
	return picture, nil
}

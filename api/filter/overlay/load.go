// Package overlay holds the operator's pictures for the operation overlay, such as logos and
// masks. It reads them when the program starts and scales them when they are used.
package overlay

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"framepost/api/file"
)

// Bounds of one file.
const (
	maxBytes  = 8 << 20
	maxPixels = 4096 * 4096
)

// name matches the names that pictures may have: those that need no escaping in a chain.
var name = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// Load reads every *.png of a directory except hidden files. The name of a picture is that of
// its file without ".png". A file whose name no chain can write is ignored, see Pictures.Ignored.
// The error names the file that is wrong.
func Load(dir string) (*Pictures, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("overlays: %w", err)
	}
	p := &Pictures{originals: make(map[string]*image.NRGBA)}
	for _, entry := range entries {
		base, extension := entry.Name(), filepath.Ext(entry.Name())
		if !strings.EqualFold(extension, ".png") || strings.HasPrefix(base, ".") {
			continue
		}
		path := filepath.Join(dir, base)
		called := strings.TrimSuffix(base, extension)
		if !name.MatchString(called) {
			p.ignored = append(p.ignored, path)
			continue
		}
		if _, taken := p.originals[called]; taken {
			return nil, fmt.Errorf("overlays: %s: there is another picture %s", path, called)
		}
		if p.originals[called], err = read(path); err != nil {
			return nil, fmt.Errorf("overlays: %s: %w", path, err)
		}
		p.names = append(p.names, called)
	}
	if len(p.names) == 0 {
		return nil, fmt.Errorf("overlays: there is no *.png in %s whose name is letters, digits, - and _", dir)
	}
	return p, nil
}

func read(name string) (*image.NRGBA, error) {
	data, err := file.Read(name, maxBytes)
	if err != nil {
		return nil, err
	}
	return decode(data)
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

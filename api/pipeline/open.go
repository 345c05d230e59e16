package pipeline

import (
	"bytes"
	"image"
	"image/gif"
	"image/png"
	"io"
	"strconv"

	"framepost/api/frame"
	"framepost/api/jpeg"
	"framepost/api/wire"

	"golang.org/x/image/webp"
)

// picture is a file whose header has been read and found within the limits, and
// nothing of which has been decoded.
type picture struct {
	w, h   int        // px, as stored
	turn   frame.Turn // that shows it upright
	decode func(shrink int) (*frame.Frame, error)
}

// container is a format other than JPEG. The list is closed on purpose: image.Decode
// would take whatever any imported package has registered, TIFF and BMP among them,
// whose decoders have allocated gigabytes for a hundred bytes.
type container struct {
	name   string
	magic  string // '?' stands for any byte
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

var containers = []container{
	{"PNG", "\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode},
	{"GIF", "GIF8?a", gif.DecodeConfig, gif.Decode}, // its first frame
	{"WebP", "RIFF????WEBPVP8", webp.DecodeConfig, decodeWebP},
}

const jpegMagic = "\xff\xd8"

// open recognises the format by its first bytes and reads the size from the header, so that
// 186 bytes that claim 65535×65535 pixels cost nothing.
func (p *Pipeline) open(data []byte) (picture, error) {
	if hasMagic(data, jpegMagic) {
		return p.openJPEG(data)
	}
	for _, c := range containers {
		if hasMagic(data, c.magic) {
			return p.openContainer(c, data)
		}
	}
	return picture{}, &wire.Error{Code: wire.UnsupportedMedia,
		Detail: "the body is not a picture that is read here; it must be JPEG, PNG, WebP or GIF"}
}

func hasMagic(data []byte, magic string) bool {
	if len(data) < len(magic) {
		return false
	}
	for i := range len(magic) {
		if magic[i] != '?' && magic[i] != data[i] {
			return false
		}
	}
	return true
}

func (p *Pipeline) openJPEG(data []byte) (picture, error) {
	h, err := jpeg.ParseHeader(data)
	if err != nil {
		return picture{}, err
	}
	if err := p.fits(h.W, h.H); err != nil {
		return picture{}, err
	}
	decode := func(shrink int) (*frame.Frame, error) {
		shrink = h.Scale(shrink)
		f, err := jpeg.Decode(data, h, shrink)
		if err == nil && shrink > 1 {
			f.Reduced(h.W, h.H, shrink)
		}
		return f, err
	}
	return picture{h.W, h.H, frame.Oriented(h.Orientation), decode}, nil
}

func (p *Pipeline) openContainer(c container, data []byte) (picture, error) {
	config, err := c.config(bytes.NewReader(data))
	if err != nil {
		return picture{}, broken(c.name)
	}
	if err := p.fits(config.Width, config.Height); err != nil {
		return picture{}, err
	}
	decode := func(int) (*frame.Frame, error) {
		img, err := c.decode(bytes.NewReader(data))
		if err != nil {
			return nil, broken(c.name)
		}
		return flatten(img, config.Width, config.Height), nil
	}
	return picture{config.Width, config.Height, frame.Upright, decode}, nil
}

func (p *Pipeline) fits(w, h int) error {
	if w < 1 || h < 1 {
		return &wire.Error{Code: wire.Undecodable, Detail: "the picture has no pixels: its size is " + wire.FormatSize(w, h)}
	}
	if w > frame.MaxSide || h > frame.MaxSide || w*h > p.maxPixels {
		return &wire.Error{Code: wire.TooManyPixels, Detail: "the picture is " + wire.FormatSize(w, h) +
			"; at most " + strconv.Itoa(p.maxPixels) + " pixels, no side over " + strconv.Itoa(frame.MaxSide) + ", are allowed"}
	}
	return nil
}

func broken(format string) error {
	return &wire.Error{Code: wire.Undecodable, Detail: "the body begins as " + format + " does, but cannot be decoded"}
}

package pipeline

import (
	"strconv"

	"framepost/api/frame"
	"framepost/api/gif"
	"framepost/api/jpeg"
	"framepost/api/png"
	"framepost/api/webp"
	"framepost/api/wire"
)

// picture is a file whose header has been read and found within the limits, and
// nothing of which has been decoded.
type picture struct {
	w, h   int        // px, as stored
	turn   frame.Turn // that shows it upright
	decode func(shrink int) (*frame.Frame, error)
}

// sources are the formats that are read, by their first bytes, where '?' stands for any.
// The list is closed on purpose: image.Decode would take whatever any imported package has
// registered, TIFF and BMP among them, whose decoders have allocated gigabytes for a
// hundred bytes.
var sources = []struct {
	magic string
	open  func(file []byte) (picture, error)
}{
	{"\xff\xd8", openJPEG},
	{"\x89PNG\r\n\x1a\n", openPNG},
	{"GIF8?a", openGIF},
	{"RIFF????WEBP", openWebP},
}

// open tells the format from the first bytes and the size from the header, so that
// 186 bytes that claim 65535×65535 pixels cost nothing.
func (p *Pipeline) open(data []byte) (picture, error) {
	for _, s := range sources {
		if hasMagic(data, s.magic) {
			opened, err := s.open(data)
			if err == nil {
				err = p.fits(opened.w, opened.h)
			}
			return opened, err
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

func openJPEG(file []byte) (picture, error) {
	h, err := jpeg.ParseHeader(file)
	decode := func(shrink int) (*frame.Frame, error) {
		shrink = h.Scale(min(shrink, 8))
		f, err := jpeg.Decode(file, h, shrink)
		if err == nil && shrink > 1 {
			f.Reduced(h.W, h.H, shrink)
		}
		return f, err
	}
	return picture{h.W, h.H, frame.Oriented(h.Orientation), decode}, err
}

func openPNG(file []byte) (picture, error) {
	h, err := png.ParseHeader(file)
	decode := func(shrink int) (*frame.Frame, error) { return png.Decode(file, h, meanOf(shrink)) }
	return picture{h.W, h.H, frame.Oriented(h.Orientation), decode}, err
}

func openGIF(file []byte) (picture, error) {
	h, err := gif.ParseHeader(file)
	decode := func(shrink int) (*frame.Frame, error) { return gif.Decode(file, h, meanOf(shrink)) }
	return picture{h.W, h.H, frame.Upright, decode}, err
}

func openWebP(file []byte) (picture, error) {
	h, err := webp.ParseHeader(file)
	decode := func(int) (*frame.Frame, error) { return webp.Decode(h) }
	return picture{h.W, h.H, frame.Oriented(h.Orientation), decode}, err
}

// meanOf is how many pixels each way a sample may be the mean of in a picture that can be
// shrunk so far. These formats hold lettering and lines too, and the resize that follows
// takes means of such means: with four or more for a px of the result these are still,
// within 38 dB, the means of all its pixels; with one or two, lettering falls to 27 dB.
func meanOf(shrink int) int { return max(shrink/4, 1) }

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

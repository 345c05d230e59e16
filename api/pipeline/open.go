package pipeline

import (
	"strconv"

	"framepost/api/colour"
	"framepost/api/filter"
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
	w, h   int // px, as stored
	meta   filter.Metadata
	decode func(shrink int) (*frame.Frame, error)

	// size returns how large a picture decode makes at a shrink, in px, where that is less
	// work than decoding all of it; nil where it is not.
	size func(shrink int) (w, h int)

	ns     float64              // of one CPU that decoding takes for a px as stored
	memory func(shrink int) int // bytes that decoding takes, with the frame
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
// 186 bytes that claim 65535×65535 pixels cost nothing. The picture has a pixel at least:
// chains divide by its sides.
func (p *Pipeline) open(data []byte) (picture, error) {
	for _, s := range sources {
		if !hasMagic(data, s.magic) {
			continue
		}
		opened, err := s.open(data)
		if err == nil && (opened.w < 1 || opened.h < 1) {
			err = &wire.Error{Code: wire.Undecodable, Detail: "the picture has no pixels: its size is " + wire.FormatSize(opened.w, opened.h)}
		}
		return opened, err
	}
	return picture{}, unreadable(data)
}

// unread are formats that people send and that nothing here reads. For HEIC and AVIF there
// is no decoder in Go: those that are offered carry libheif or dav1d, in C or as
// WebAssembly, of some MB each.
var unread = []struct{ magic, name string }{
	{"????ftyphei?", "HEIC"}, {"????ftyphev?", "HEIC"}, {"????ftypmif1", "HEIC"}, {"????ftypmsf1", "HEIC"},
	{"????ftypavif", "AVIF"}, {"????ftypavis", "AVIF"},
	{"????ftyp", "a video"}, {"\x1aE\xdf\xa3", "a video"},
	{"\xff\x0a", "JPEG XL"}, {"\x00\x00\x00\x0cJXL ", "JPEG XL"}, {"\x00\x00\x00\x0cjP  ", "JPEG 2000"}, {"\xff\x4f\xff\x51", "JPEG 2000"},
	{"II*\x00", "TIFF"}, {"MM\x00*", "TIFF"}, {"BM", "BMP"}, {"%PDF", "PDF"}, {"<svg", "SVG"}, {"<?xml", "SVG or other XML"},
}

// unreadable returns the error for what is none of the sources.
func unreadable(data []byte) error {
	const readable = "JPEG, PNG, WebP or GIF"
	for _, u := range unread {
		if hasMagic(data, u.magic) {
			return &wire.Error{Code: wire.UnsupportedMedia, Detail: "the body is " + u.name +
				", which is not read here; convert it to " + readable + " first. Phones take JPEG when their camera is set to the most compatible format"}
		}
	}
	return &wire.Error{Code: wire.UnsupportedMedia, Detail: "the body is not a picture that is read here; it must be " + readable}
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
	if err != nil {
		return picture{}, err
	}
	meta := filter.Metadata{Turn: frame.Oriented(h.Orientation)}
	if h.Components < 4 { // inks are converted as they are decoded
		meta.Colour = byProfile(jpeg.ICC(file), h.Components)
	}
	opened := picture{
		w: h.W, h: h.H, meta: meta,
		ns:     8,
		memory: func(shrink int) int { return h.Memory(h.Scale(min(shrink, 8))) },
		decode: func(shrink int) (*frame.Frame, error) {
			shrink = h.Scale(min(shrink, 8))
			f, err := jpeg.Decode(file, h, shrink)
			if err == nil && shrink > 1 {
				f.Reduced(h.W, h.H, shrink)
			}
			return f, err
		},
	}
	if h.Progressive || h.Arithmetic {
		opened.ns = 30
	}
	if h.Scale(8) == 8 { // other pictures are decoded whole and made smaller then
		opened.size = func(shrink int) (w, height int) { return h.Size(min(shrink, 8)) }
	}
	return opened, nil
}

func openPNG(file []byte) (picture, error) {
	h, err := png.ParseHeader(file)
	if err != nil {
		return picture{}, err
	}
	components := 3
	if h.Colour == png.Gray || h.Colour == png.GrayAlpha {
		components = 1
	}
	space := h.Space()
	whole := 0 // bytes that an interlaced picture takes of a px, before it becomes rows
	if h.Interlaced {
		whole = 8
	}
	return picture{
		w: h.W, h: h.H, meta: filter.Metadata{Turn: frame.Oriented(h.Orientation), Colour: space.Transform(components)},
		ns:     15,
		memory: func(shrink int) int { return whole*h.W*h.H + rowsMemory(h.W, h.H, meanOf(shrink)) },
		decode: func(shrink int) (*frame.Frame, error) { return png.Decode(file, h, meanOf(shrink)) },
	}, nil
}

func openGIF(file []byte) (picture, error) {
	h, err := gif.ParseHeader(file)
	return picture{
		w: h.W, h: h.H,
		ns:     8,
		memory: func(shrink int) int { return h.W*h.H + rowsMemory(h.W, h.H, meanOf(shrink)) },
		decode: func(shrink int) (*frame.Frame, error) { return gif.Decode(file, h, meanOf(shrink)) },
	}, err
}

func openWebP(file []byte) (picture, error) {
	h, err := webp.ParseHeader(file)
	if err != nil {
		return picture{}, err
	}
	return picture{
		w: h.W, h: h.H, meta: filter.Metadata{Turn: frame.Oriented(h.Orientation), Colour: byProfile(h.Profile, 3)},
		ns:     30,
		memory: func(int) int { return webpBytes * h.W * h.H },
		decode: func(int) (*frame.Frame, error) { return webp.Decode(h) },
	}, nil
}

// webpBytes is what decoding takes of a px: lossless, of which the library holds the pixels
// and what they are predicted from, 4 bytes each, and then the frame's planes are made.
const webpBytes = 10

// rowsMemory returns how many bytes the frame of a w×h picture takes that arrives row by row,
// when each sample is the mean of so many pixels each way (package frame, Rows).
func rowsMemory(w, h, mean int) int {
	if mean == 1 {
		return w * h * 3 / 2 // 4:2:0
	}
	return 3 * (w/mean + 1) * (h/mean + 1)
}

// byProfile returns what brings a picture with an ICC profile to sRGB. A profile that makes
// no sense is left out, as browsers do.
func byProfile(profile []byte, components int) *colour.Transform {
	if profile == nil {
		return nil
	}
	t, err := colour.FromICC(profile, components)
	if err != nil {
		return nil
	}
	return t
}

// meanOf is how many pixels each way a sample may be the mean of in a picture that can be
// shrunk so far. These formats hold lettering and lines too, and the resize that follows
// takes means of such means: with four or more for a px of the result these are still,
// within 38 dB, the means of all its pixels; with one or two, lettering falls to 27 dB.
func meanOf(shrink int) int { return max(shrink/4, 1) }

// sourceFactor is how many times as many pixels as the limit a file may have that is decoded
// smaller: phones send 200 megapixels, of which a frame needs one or two. What remains is
// the time that reading its codes takes.
const sourceFactor = 10

// fits refuses a picture that would take too much memory or time to decode at a shrink.
func (p *Pipeline) fits(opened picture, shrink int) error {
	w, h := opened.w, opened.h
	decoded, hint := w*h, ""
	if opened.size != nil {
		decodedW, decodedH := opened.size(shrink)
		decoded = max(decodedW*decodedH, w*h/sourceFactor)
		if w*h <= sourceFactor*p.maxPixels {
			hint = "; a chain that begins by making it smaller, as resize:700 does, may be used for it"
		}
	}
	if w > frame.MaxSide || h > frame.MaxSide || decoded > p.maxPixels {
		return tooManyPixels(opened, p.maxPixels, hint)
	}
	return nil
}

func tooManyPixels(opened picture, most int, hint string) error {
	return &wire.Error{Code: wire.TooManyPixels, Detail: "the picture is " + wire.FormatSize(opened.w, opened.h) +
		"; at most " + strconv.Itoa(most) + " pixels, no side over " + strconv.Itoa(frame.MaxSide) + ", are allowed" + hint}
}

package pipeline

import (
	"context"
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

// picture is a file whose header has been read and is within the limits. Nothing of it has
// been decoded.
type picture struct {
	w, h   int // px, as stored
	meta   filter.Metadata
	decode func(ctx context.Context, shrink int) (*frame.Frame, error)

	mcu int // px of a JPEG's MCU, each way, at most; 0 for other files

	unstopped bool // whether decode, once it has begun, hardly asks its context

	// size returns the size, in px, of the picture that decode makes at a shrink. It is nil if
	// decoding at a shrink saves no work.
	size func(shrink int) (w, h int)

	ns     float64              // of one CPU that decoding takes for a px as stored
	memory func(shrink int) int // bytes that decoding takes, with the frame
}

// source is an input format.
type source struct {
	magic string // the first bytes
	open  func(file []byte) (picture, error)
}

// sources are the input formats, by their first bytes, where '?' stands for any byte. The
// list is closed on purpose: image.Decode would accept every format that any imported package
// has registered, such as TIFF and BMP, whose decoders have allocated gigabytes for a hundred
// bytes.
var sources = []source{
	{"\xff\xd8", openJPEG},
	{"\x89PNG\r\n\x1a\n", openPNG},
	{"GIF8?a", openGIF},
	{"RIFF????WEBP", openWebP},
}

// open detects the format from the first bytes and reads the size from the header, so that a
// file of 186 bytes that claims 65535×65535 pixels costs nothing. The picture has at least one
// pixel, since chains divide by its sides.
func (p *Pipeline) open(data []byte) (picture, error) { return openOne(data, sources) }

// openOne opens a file of one of the formats.
func openOne(data []byte, formats []source) (picture, error) {
	for _, s := range formats {
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

// unread are formats that people send and that no decoder here reads. There is no pure Go
// decoder for HEIC and AVIF: the available packages contain libheif or dav1d, in C or as
// several MB of WebAssembly.
var unread = []struct{ magic, name string }{
	{"????ftyphei?", "HEIC"}, {"????ftyphev?", "HEIC"}, {"????ftypmif1", "HEIC"}, {"????ftypmsf1", "HEIC"},
	{"????ftypavif", "AVIF"}, {"????ftypavis", "AVIF"},
	{"????ftyp", "a video"}, {"\x1aE\xdf\xa3", "a video"},
	{"\xff\x0a", "JPEG XL"}, {"\x00\x00\x00\x0cJXL ", "JPEG XL"}, {"\x00\x00\x00\x0cjP  ", "JPEG 2000"}, {"\xff\x4f\xff\x51", "JPEG 2000"},
	{"II*\x00", "TIFF"}, {"MM\x00*", "TIFF"}, {"BM", "BMP"}, {"%PDF", "PDF"}, {"<svg", "SVG"}, {"<?xml", "SVG or other XML"},
}

// unreadable returns the error for data of none of the sources.
func unreadable(data []byte) error {
	const readable = "JPEG, PNG, WebP or GIF"
	for _, u := range unread {
		if hasMagic(data, u.magic) {
			detail := "the body is " + u.name + ", which is not read here; convert it to " + readable + " first"
			if u.name == "HEIC" {
				detail += ". Phones take JPEG when their camera is set to the most compatible format"
			}
			return &wire.Error{Code: wire.UnsupportedMedia, Detail: detail}
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
	if h.Components < 4 { // inks are converted while they are decoded
		meta.Colour = byProfile(jpeg.ICC(file), h.Components)
	}
	opened := picture{
		w: h.W, h: h.H, meta: meta, mcu: mcu(h.Sampling),
		ns:     8,
		memory: func(shrink int) int { return h.Memory(h.Scale(min(shrink, 8))) },
		decode: func(ctx context.Context, shrink int) (*frame.Frame, error) {
			shrink = h.Scale(min(shrink, 8))
			f, err := jpeg.Decode(ctx, file, h, shrink)
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

// mcu returns the longer side, in px, of the MCUs of a JPEG (T.81 A.2.4).
func mcu(s frame.Sampling) int {
	stepX, stepY := s.Step()
	return 8 * max(stepX, stepY, 1)
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
		decode: func(ctx context.Context, shrink int) (*frame.Frame, error) {
			return png.Decode(ctx, file, h, meanOf(shrink))
		},
	}, nil
}

func openGIF(file []byte) (picture, error) {
	h, err := gif.ParseHeader(file)
	return picture{
		w: h.W, h: h.H,
		ns:     8,
		memory: func(shrink int) int { return h.W*h.H + rowsMemory(h.W, h.H, meanOf(shrink)) },
		decode: func(ctx context.Context, shrink int) (*frame.Frame, error) {
			return gif.Decode(ctx, file, h, meanOf(shrink))
		},
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
		decode: func(ctx context.Context, _ int) (*frame.Frame, error) { return webp.Decode(ctx, h) },

		unstopped: true,
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

// meanOf returns the number of pixels in each direction that one sample may average in a
// picture that the chain can shrink by that factor. PNG, WebP and GIF files also hold lettering
// and lines, and the following resize averages these means again. With four or more means for
// a px of the result, the result is within 38 dB of the mean of all its pixels; with one or
// two, lettering falls to 27 dB.
func meanOf(shrink int) int { return max(shrink/4, 1) }

// sourceFactor multiplies the pixel limit for a file that is decoded at a fraction of its size:
// phones send 200 megapixels, of which a frame needs one or two. The full size then costs only
// the time of reading its codes.
const sourceFactor = 10

// fits returns an error if decoding the picture at a shrink would take too much memory or time.
func (p *Pipeline) fits(opened picture, shrink int) error {
	w, h := opened.w, opened.h
	decoded, hint := w*h, ""
	if opened.size != nil {
		decodedW, decodedH := opened.size(shrink)
		decoded = max(decodedW*decodedH, w*h/sourceFactor)
		if w*h <= sourceFactor*p.config.MaxPixels {
			hint = "; a chain that begins by making it smaller, as resize:700 does, may be used for it"
		}
	}
	if w > frame.MaxSide || h > frame.MaxSide || decoded > p.config.MaxPixels {
		return tooManyPixels(opened, p.config.MaxPixels, hint)
	}
	return nil
}

func tooManyPixels(opened picture, most int, hint string) error {
	return &wire.Error{Code: wire.TooManyPixels, Detail: "the picture is " + wire.FormatSize(opened.w, opened.h) +
		"; at most " + strconv.Itoa(most) + " pixels, no side over " + strconv.Itoa(frame.MaxSide) + ", are allowed" + hint}
}

package pipeline

import (
	"context"
	"strconv"

	"framepost/api/frame"
	"framepost/api/jpeg"
	"framepost/api/png"
	"framepost/api/pool"
	"framepost/api/wire"
)

// Format is an output format. To add one, add it to Formats; the query parameter, the
// handling of Accept, /openapi.json and the tests follow from that list.
type Format struct {
	Name     string // as in the query: jpeg
	MIME     string // image/jpeg
	Lossless bool   // the encoder changes no pixel and ignores the quality
	MaxSide  int    // longest side, in px

	// What a px takes: bytes of the file, ns of one CPU, and bytes of memory while it is
	// encoded, of a photo.
	bytes  func(quality int) float64
	ns     float64
	memory float64

	// encode writes a frame of at most MaxSide a side, and keeps none of it. It asks ctx every
	// few rows, or kilobytes, and returns its error.
	encode func(ctx context.Context, f *frame.Frame, quality int) (*pool.Buffer, error)

	// within does the same in a limit of bytes, and returns the quality; nil for a lossless format. It
	// reports with a jpeg.TooSmallError that this cannot be.
	within func(context.Context, *frame.Frame, jpeg.Limit) (*pool.Buffer, int, error)
}

// JPEG is the default format. The file format allows sides of 65,535 px (T.81 B.2.2), but
// libjpeg, and so most programs that would show the answer, reads at most 65,500
// (jmorecfg.h, JPEG_MAX_DIMENSION).
var JPEG = &Format{Name: "jpeg", MIME: "image/jpeg", MaxSide: 65_500,
	bytes: func(quality int) float64 { return float64(quality) / 200 }, ns: 5, memory: 4,
	encode: jpeg.Encode, within: jpeg.EncodeWithin}

// PNG is for what must not lose a pixel, and for flat drawings. A camera's frame takes some
// twenty times as long to encode as a JPEG.
var PNG = &Format{Name: "png", MIME: "image/png", Lossless: true, MaxSide: frame.MaxSide,
	bytes: func(int) float64 { return 1.5 }, ns: 30, memory: 4,
	encode: func(ctx context.Context, f *frame.Frame, _ int) (*pool.Buffer, error) { return png.Encode(ctx, f) }}

// Formats lists the output formats; the first one is the default.
var Formats = []*Format{JPEG, PNG}

// fits returns an error if a w×h picture is too large for the format.
func (f *Format) fits(w, h int) error {
	if max(w, h) <= f.MaxSide {
		return nil
	}
	return &wire.Error{Code: wire.TooManyPixels, Detail: "the answer would be " + wire.FormatSize(w, h) +
		"; as " + f.Name + " it may have " + strconv.Itoa(f.MaxSide) + " px a side: add a resize to the chain"}
}

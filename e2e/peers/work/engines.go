package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	stdjpeg "image/jpeg"
	"io"
	"os"
	"strings"

	"framepost/api/filter"
	"framepost/api/filter/ops"
	"framepost/api/frame"
	"framepost/api/jpeg"
	"framepost/api/kernel"
	"framepost/api/pipeline"

	"github.com/disintegration/imaging"
	"github.com/gen2brain/jpegn"
)

// The task of every contender: width 700, mirrored, quality 95.
const (
	width   = 700
	quality = 95
	chain   = "resize:700,mirror"
)

// prepare makes the input of a step. It returns the step, and the part of it whose cost is
// subtracted, or nil.
func prepare(task string, input []byte) (do, idle func() error, err error) {
	engine, step, _ := strings.Cut(task, "/")
	switch {
	case engine == "op":
		return operation(step, input)
	case engine == "framepost" && step == "resize":
		return operation(chain, input)
	}
	do, err = codec(engine, step, input)
	return do, nil, err
}

func codec(engine, step string, input []byte) (func() error, error) {
	switch engine {
	case "framepost":
		return framepost(step, input)
	case "naive":
		decode := func() (image.Image, error) { return stdjpeg.Decode(bytes.NewReader(input)) }
		encode := func(w io.Writer, img image.Image) error {
			return stdjpeg.Encode(w, img, &stdjpeg.Options{Quality: quality})
		}
		return library(step, decode, encode)
	case "jpegn":
		decode := func() (image.Image, error) { return jpegn.Decode(bytes.NewReader(input)) }
		encode := func(w io.Writer, img image.Image) error {
			return jpegn.Encode(w, img, &jpegn.EncodeOptions{Quality: quality, Subsampling: jpegn.Subsample420})
		}
		return library(step, decode, encode)
	}
	return nil, fmt.Errorf("no engine %q", engine)
}

// library returns a step of a codec, with imaging for resizing and mirroring.
func library(step string, decode func() (image.Image, error), encode func(io.Writer, image.Image) error) (func() error, error) {
	img, err := decode()
	if err != nil {
		return nil, err
	}
	edit := func(img image.Image) image.Image {
		return imaging.FlipH(imaging.Resize(img, width, 0, imaging.Linear))
	}
	edited := edit(img)
	switch step {
	case "frame":
		return func() error {
			img, err := decode()
			if err != nil {
				return err
			}
			return encode(io.Discard, edit(img))
		}, nil
	case "decode":
		return func() error { _, err := decode(); return err }, nil
	case "resize":
		return func() error { edit(img); return nil }, nil
	case "encode":
		return func() error { return encode(io.Discard, edited) }, nil
	}
	return nil, fmt.Errorf("no step %q", step)
}

func framepost(step string, input []byte) (func() error, error) {
	switch step {
	case "frame":
		return process(input)
	case "decode":
		header, err := jpeg.ParseHeader(input)
		return func() error {
			f, err := jpeg.Decode(context.Background(), input, header, 1)
			if err == nil {
				f.Release()
			}
			return err
		}, err
	case "encode":
		f, err := decoded(input)
		if err != nil {
			return nil, err
		}
		f.Transform(frame.Resized(f.W, f.H, width, f.H*width/f.W, kernel.Auto))
		return func() error {
			out, err := jpeg.Encode(context.Background(), f, quality)
			out.Release()
			return err
		}, nil
	}
	return nil, fmt.Errorf("no step %q", step)
}

func process(input []byte) (func() error, error) {
	p, err := pipeline.New(pipeline.Default())
	if err != nil {
		return nil, err
	}
	parsed, err := p.Parse(chain)
	if err != nil {
		return nil, err
	}
	return func() error {
		answer, err := p.Process(context.Background(), pipeline.Job{Body: input, Chain: parsed, Format: pipeline.JPEG, Quality: quality})
		answer.Body.Release()
		return err
	}, nil
}

// operation runs a chain on decoded planes. It works in place, so each run begins with a copy;
// a frame on its way through the server needs no copy, so the copy's cost is subtracted.
func operation(text string, input []byte) (do, idle func() error, err error) {
	parsed, err := ops.Registry().Parse(text)
	if err != nil {
		return nil, nil, err
	}
	source, err := decoded(input)
	if err != nil {
		return nil, nil, err
	}
	maxPixels := pipeline.Default().MaxPixels
	do = func() error {
		f := copyOf(source)
		defer f.Release()
		return parsed.Run(context.Background(), f, filter.Metadata{}, maxPixels)
	}
	idle = func() error {
		copyOf(source).Release()
		return nil
	}
	return do, idle, nil
}

func copyOf(f *frame.Frame) *frame.Frame {
	g := frame.New(f.W, f.H, f.Sampling())
	for i, plane := range f.Planes() {
		for y := range plane.H {
			copy(g.Planes()[i].Row(y), plane.Row(y))
		}
	}
	return g
}

func decoded(input []byte) (*frame.Frame, error) {
	header, err := jpeg.ParseHeader(input)
	if err != nil {
		return nil, err
	}
	return jpeg.Decode(context.Background(), input, header, 1)
}

// save writes the answer of the default chain.
func save(path string, input []byte) error {
	p, err := pipeline.New(pipeline.Default())
	if err != nil {
		return err
	}
	parsed, err := p.Parse(chain)
	if err != nil {
		return err
	}
	answer, err := p.Process(context.Background(), pipeline.Job{Body: input, Chain: parsed, Format: pipeline.JPEG, Quality: quality})
	if err != nil {
		return err
	}
	defer answer.Body.Release()
	return os.WriteFile(path, answer.Body.Bytes, 0o644)
}

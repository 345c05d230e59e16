// Package jpeg reads JPEG into frames and writes frames as JPEG (ITU-T T.81).
package jpeg

import (
	"bytes"
	"image"

	"framepost/api/frame"
	"framepost/api/pool"

	"github.com/gen2brain/jpegn"
)

// Encode writes f as baseline JFIF with the chroma subsampling that f has. Quality
// is 1 to 100 as the Independent JPEG Group scales it. The caller releases the buffer.
func Encode(f *frame.Frame, quality int) *pool.Buffer {
	buf := pool.Get(f.W*f.H + 4096)
	out := bytes.NewBuffer(buf.Bytes[:0])
	if err := jpegn.Encode(out, imageOf(f), &jpegn.EncodeOptions{Quality: quality}); err != nil {
		panic(err) // a bytes.Buffer takes everything
	}
	buf.Bytes = out.Bytes()
	return buf
}

func imageOf(f *frame.Frame) image.Image {
	planes := f.Planes()
	rect := image.Rect(0, 0, f.W, f.H)
	if f.Sampling() == frame.Gray {
		return &image.Gray{Pix: planes[0].Pix, Stride: planes[0].Stride, Rect: rect}
	}
	ratio := map[frame.Sampling]image.YCbCrSubsampleRatio{
		frame.YUV444: image.YCbCrSubsampleRatio444,
		frame.YUV422: image.YCbCrSubsampleRatio422,
		frame.YUV440: image.YCbCrSubsampleRatio440,
		frame.YUV420: image.YCbCrSubsampleRatio420,
		frame.YUV411: image.YCbCrSubsampleRatio411,
		frame.YUV410: image.YCbCrSubsampleRatio410,
	}[f.Sampling()]
	return &image.YCbCr{
		Y: planes[0].Pix, Cb: planes[1].Pix, Cr: planes[2].Pix,
		YStride: planes[0].Stride, CStride: planes[1].Stride,
		SubsampleRatio: ratio, Rect: rect,
	}
}

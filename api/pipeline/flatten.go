package pipeline

import (
	"image"
	"image/draw"
	"io"

	"framepost/api/frame"
	"framepost/api/kernel"

	"golang.org/x/image/webp"
)

// flatten makes a w×h frame of a decoded picture. What is transparent shows white, the
// colour of the page that such pictures are drawn for; so does the part of a GIF's
// screen that its first frame leaves out.
func flatten(img image.Image, w, h int) *frame.Frame {
	b := img.Bounds()
	whole := b == image.Rect(0, 0, w, h)
	if gray, ok := img.(*image.Gray); ok && whole {
		return frame.Of(frame.Gray, frame.Plane{Pix: gray.Pix, Stride: gray.Stride, W: w, H: h})
	}
	if ycc, ok := img.(*image.YCbCr); ok && whole && ycc.SubsampleRatio == image.YCbCrSubsampleRatio420 {
		cw, ch := frame.YUV420.ChromaSize(w, h)
		return frame.Of(frame.YUV420,
			frame.Plane{Pix: ycc.Y, Stride: ycc.YStride, W: w, H: h},
			frame.Plane{Pix: ycc.Cb, Stride: ycc.CStride, W: cw, H: ch},
			frame.Plane{Pix: ycc.Cr, Stride: ycc.CStride, W: cw, H: ch})
	}
	// image/draw is fast for RGBA, not for NRGBA; opaque, the two are the same bytes.
	rgba := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(rgba, rgba.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(rgba, b, img, b.Min, draw.Over)
	return frame.OfNRGBA(&image.NRGBA{Pix: rgba.Pix, Stride: rgba.Stride, Rect: rgba.Rect})
}

// decodeWebP decodes WebP and corrects its range: lossy WebP stores video-range samples
// (luma 16–235, chroma 16–240; RFC 9649 section 2.5 names BT.601), which x/image hands
// out as if they were JPEG's full range, so that black would be grey.
func decodeWebP(r io.Reader) (image.Image, error) {
	img, err := webp.Decode(r)
	switch ycc := img.(type) {
	case *image.YCbCr:
		fullRange(ycc)
	case *image.NYCbCrA:
		fullRange(&ycc.YCbCr)
	}
	return img, err
}

func fullRange(img *image.YCbCr) {
	var luma, chroma [256]byte
	for i := range 256 {
		luma[i] = byte(min(max((float64(i)-16)*255/219+0.5, 0), 255))
		chroma[i] = byte(min(max((float64(i)-128)*255/224+128.5, 0), 255))
	}
	kernel.Map(img.Y, &luma)
	kernel.Map(img.Cb, &chroma)
	kernel.Map(img.Cr, &chroma)
}

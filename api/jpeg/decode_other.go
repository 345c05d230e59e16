package jpeg

import (
	"bytes"
	"image"
	stdjpeg "image/jpeg"

	"framepost/api/frame"
	"framepost/api/pool"

	"github.com/gen2brain/jpegn"
)

// decodeOther leaves what our decoder does not read to other people's: to jpegn,
// which shows what a broken file still holds and decodes at a smaller size, then to
// image/jpeg, which is strict but knows more sampling factors.
func decodeOther(data []byte, h Header, scale int) (*frame.Frame, error) {
	buf := canonical(data)
	defer buf.Release()
	img, err := tryJpegn(buf.Bytes, scale)
	if err != nil {
		img, err = stdjpeg.Decode(bytes.NewReader(buf.Bytes))
	}
	if err != nil {
		return nil, undecodable("the JPEG's picture data is broken: " + err.Error())
	}
	f := toFrame(img)
	if f.W == h.W && f.H == h.H && scale > 1 { // image/jpeg knows full size alone
		f = frame.OfNRGBA(shrink(f.NRGBA(), scale))
	}
	if f.W != (h.W+scale-1)/scale || f.H != (h.H+scale-1)/scale {
		return nil, undecodable("the JPEG's picture data does not agree with its header")
	}
	return f, nil
}

// tryJpegn turns jpegn's panics into errors: version 0.6.0 indexes out of range on
// a few broken files.
func tryJpegn(data []byte, scale int) (img image.Image, err error) {
	defer func() {
		if recover() != nil {
			err = jpegn.ErrInternal
		}
	}()
	return jpegn.Decode(bytes.NewReader(data), &jpegn.Options{ScaleDenom: scale})
}

// canonical is data with nothing but what a decoder needs: one SOI, the tables, the
// first frame header, the scans, one EOI. Decoders differ over what a segment is (a
// second SOI, junk, markers nobody knows), and so one could find a frame header that
// ParseHeader has not seen, and allocate what that one asks for.
func canonical(data []byte) *pool.Buffer {
	buf := pool.Get(len(data) + 4)
	out := append(buf.Bytes[:0], 0xFF, markerSOI)
	walk := segments{data: data, pos: 2}
	framed := false
	for keep := false; ; {
		after := walk.pos
		seg, ok := walk.next()
		if keep { // the entropy-coded data of the scan before seg
			out = append(out, data[after:seg.start]...)
		}
		if !ok {
			break
		}
		keep = false
		switch m := seg.marker; m {
		case markerSOF0, markerSOF1, markerSOF2:
			if framed {
				continue
			}
			framed = true
		case markerSOS:
			if !framed {
				continue
			}
			keep = true
		case markerDHT, markerDQT, markerDRI, markerAPP0, markerAPP14:
		default:
			continue
		}
		out = append(out, data[seg.start:walk.pos]...)
	}
	buf.Bytes = append(out, 0xFF, markerEOI)
	return buf
}

// toFrame makes a frame of img, without a copy where a frame can have it as it is.
func toFrame(img image.Image) *frame.Frame {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	switch img := img.(type) {
	case *image.Gray:
		return frame.Of(frame.Gray, frame.Plane{Pix: img.Pix, Stride: img.Stride, W: w, H: h})
	case *image.YCbCr:
		s := samplings[img.SubsampleRatio]
		cw, ch := s.ChromaSize(w, h)
		return frame.Of(s,
			frame.Plane{Pix: img.Y, Stride: img.YStride, W: w, H: h},
			frame.Plane{Pix: img.Cb, Stride: img.CStride, W: cw, H: ch},
			frame.Plane{Pix: img.Cr, Stride: img.CStride, W: cw, H: ch})
	case *image.CMYK:
		return frame.OfNRGBA(fromCMYK(img))
	}
	rgb := img.(*image.RGBA) // no other type is left that a JPEG decoder makes
	opaque := &image.NRGBA{Pix: rgb.Pix, Stride: rgb.Stride, Rect: rgb.Rect}
	for i := 3; i < len(opaque.Pix); i += 4 {
		opaque.Pix[i] = 255
	}
	return frame.OfNRGBA(opaque)
}

var samplings = map[image.YCbCrSubsampleRatio]frame.Sampling{
	image.YCbCrSubsampleRatio444: frame.YUV444,
	image.YCbCrSubsampleRatio422: frame.YUV422,
	image.YCbCrSubsampleRatio440: frame.YUV440,
	image.YCbCrSubsampleRatio420: frame.YUV420,
	image.YCbCrSubsampleRatio411: frame.YUV411,
	image.YCbCrSubsampleRatio410: frame.YUV410,
}

// fromCMYK multiplies each ink's light by the black's, as image/color does.
func fromCMYK(img *image.CMYK) *image.NRGBA {
	out := image.NewNRGBA(img.Rect)
	for y := range img.Rect.Dy() {
		src := img.Pix[y*img.Stride:][:4*img.Rect.Dx()]
		dst := out.Pix[y*out.Stride:][:len(src)]
		for i := 0; i+3 < len(src); i += 4 {
			light := 255 - uint32(src[i+3])
			for c := i; c < i+3; c++ {
				dst[c] = byte(((255-uint32(src[c]))*light + 127) / 255)
			}
			dst[i+3] = 255
		}
	}
	return out
}

// shrink is img at 1/scale of its size: each pixel is the mean of the scale×scale
// pixels it covers, fewer at the right and bottom edge.
func shrink(img *image.NRGBA, scale int) *image.NRGBA {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := image.NewNRGBA(image.Rect(0, 0, (w+scale-1)/scale, (h+scale-1)/scale))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			x1, y1 := min((x+1)*scale, w), min((y+1)*scale, h)
			var sum [4]int
			for sy := y * scale; sy < y1; sy++ {
				for i, v := range img.Pix[sy*img.Stride+4*x*scale : sy*img.Stride+4*x1] {
					sum[i%4] += int(v)
				}
			}
			n := (x1 - x*scale) * (y1 - y*scale)
			for c, v := range sum {
				out.Pix[y*out.Stride+4*x+c] = byte((v + n/2) / n)
			}
		}
	}
	return out
}

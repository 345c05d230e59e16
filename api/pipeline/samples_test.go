package pipeline

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"slices"
	"testing"
)

// photo returns a w×h picture like those of cameras: soft gradients, edges and texture. It is
// asymmetric, so that every turn and mirror changes it.
func photo(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			u, v := float64(x)/float64(w), float64(y)/float64(h)
			shade := 90 + 80*u + 40*v + 25*math.Sin(14*u*u+9*v)
			c := color.NRGBA{uint8(shade), uint8(shade * (0.6 + 0.3*v)), uint8(shade * (0.9 - 0.4*u)), 255}
			if math.Hypot(u-0.3, v-0.4) < 0.2 {
				c = color.NRGBA{230, 190, 160, 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

// quarters returns a 32×32 picture whose quarters are white, black, red and blue, in reading
// order. Each consists of whole blocks, so JPEG does not mix them.
func quarters() *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, 32, 32))
	for i, c := range []color.Color{color.White, color.Black, color.NRGBA{255, 0, 0, 255}, color.NRGBA{0, 0, 255, 255}} {
		x, y := i%2*16, i/2*16
		draw.Draw(img, image.Rect(x, y, x+16, y+16), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return img
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	// Opaque NRGBA equals RGBA, for which image/jpeg has a fast path.
	if n, ok := img.(*image.NRGBA); ok {
		img = &image.RGBA{Pix: n.Pix, Stride: n.Stride, Rect: n.Rect}
	}
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asGIF(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, img, &gif.Options{NumColors: 256}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withOrientation inserts an EXIF segment with this Orientation, and an invented position,
// before a JPEG's other segments.
func withOrientation(file []byte, orientation byte) []byte {
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x02" + // big-endian, IFD0 at 8, two entries
		"\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00" + // Orientation
		"\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x00" + // GPS IFD
		"\x00\x00\x00\x00GPS 48.85 2.35")
	payload := append([]byte("Exif\x00\x00"), tiff...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(payload)+2))
	out := append([]byte{}, file[:2]...)
	return append(append(append(out, segment...), payload...), file[2:]...)
}

// withoutTables drops a JPEG's DHT segments, as the Motion-JPEG of webcams does.
func withoutTables(file []byte) []byte {
	out := append([]byte{}, file[:2]...)
	for i := 2; file[i+1] != 0xda; {
		n := 2 + int(binary.BigEndian.Uint16(file[i+2:]))
		if file[i+1] != 0xc4 {
			out = append(out, file[i:i+n]...)
		} else if rest := file[i+n:]; rest[1] == 0xda {
			return append(out, rest...)
		}
		i += n
	}
	return out
}

// bombJPEG returns a JPEG of a few hundred bytes that claims 65535×65535 px.
func bombJPEG(t testing.TB) []byte {
	file := asJPEG(t, image.NewGray(image.Rect(0, 0, 8, 8)))
	sof := bytes.Index(file, []byte{0xff, 0xc0})
	copy(file[sof+5:], []byte{0xff, 0xff, 0xff, 0xff})
	return file
}

// bombPNG returns a PNG header that claims w×h px, without any data after it.
func bombPNG(w, h uint32) []byte {
	ihdr := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	ihdr = append(binary.BigEndian.AppendUint32(ihdr, h), 8, 2, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), ihdr...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(ihdr))
}

// The 32×24 px bars of white 235, black, red and blue, 8 px each, lossy and lossless.
const (
	lossyWebP    = "UklGRlgAAABXRUJQVlA4IEwAAABwAwCdASogABgAPjEUiEKiISEYBAAgAwSgB2APwA/EACrL5oAA/u2n///7hLbf5HP//Ztnf/+vR/wsvR3/hZn//8LJrh+FmZRagAAA"
	losslessWebP = "UklGRjYAAABXRUJQVlA4TCoAAAAvH8AFAB8w6wKBJH/WHRYIEPynijD/AZm1gDDbaJKTnOQZ3Dui/7FB6W8="
)

func unbase64(t testing.TB, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// paletted returns img in 256 colours.
func paletted(img image.Image) *image.Paletted {
	p := image.NewPaletted(img.Bounds(), palette.Plan9)
	draw.Draw(p, p.Rect, img, img.Bounds().Min, draw.Src)
	return p
}

// withChunk inserts a chunk after a PNG's header.
func withChunk(file []byte, kind string, data []byte) []byte {
	const header = 8 + 25 // signature, IHDR
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	chunk = append(append(chunk, kind...), data...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return slices.Concat(file[:header], chunk, file[header:])
}

// withProfile inserts an ICC profile before a JPEG's other segments (ICC.1:2022, B.4).
func withProfile(file, profile []byte) []byte {
	payload := append([]byte("ICC_PROFILE\x00\x01\x01"), profile...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe2}, uint16(len(payload)+2))
	return slices.Concat(file[:2], segment, payload, file[2:])
}

// linearGrey is an ICC profile of greys that are coded as light: it holds a curve of gamma 1
// and nothing else (ICC.1:2022, 7.2, 7.3 and 10.6).
var linearGrey = func() []byte {
	const header, table, curve = 128, 4 + 12, 14
	p := make([]byte, header, header+table+curve)
	binary.BigEndian.PutUint32(p, header+table+curve)
	p[8] = 2 // version
	copy(p[12:], "mntrGRAYXYZ ")
	copy(p[36:], "acsp")
	p = binary.BigEndian.AppendUint32(p, 1)
	p = append(p, "kTRC"...)
	p = binary.BigEndian.AppendUint32(p, header+table)
	p = binary.BigEndian.AppendUint32(p, curve)
	p = append(p, "curv\x00\x00\x00\x00\x00\x00\x00\x01\x01\x00"...)
	return p
}()

func zlibbed(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

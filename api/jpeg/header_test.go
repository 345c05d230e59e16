package jpeg

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"slices"
	"strings"
	"testing"

	"framepost/api/frame"
	"framepost/api/wire"

	"github.com/gen2brain/jpegn"
)

func TestParseHeader(t *testing.T) {
	for ratio, sampling := range map[image.YCbCrSubsampleRatio]frame.Sampling{
		image.YCbCrSubsampleRatio444: frame.YUV444,
		image.YCbCrSubsampleRatio422: frame.YUV422,
		image.YCbCrSubsampleRatio440: frame.YUV440,
		image.YCbCrSubsampleRatio420: frame.YUV420,
	} {
		h, err := ParseHeader(encoded(t, photo(33, 7, ratio), jpegn.EncodeOptions{}))
		h.component = [4]component{}
		want := Header{W: 33, H: 7, Components: 3, Sampling: sampling, Tables: true, Scans: 1, Orientation: 1}
		if err != nil || h != want {
			t.Errorf("%v: %+v, %v; want %+v", ratio, h, err, want)
		}
	}
	gray := newFile().frame(markerSOF0, 5, 6, 1, 0x22).scan([]byte{1}, 0).end()
	if h, err := ParseHeader(gray); err != nil || h.Sampling != frame.Gray || h.Tables || h.component[0].h != 1 {
		t.Errorf("grey without Huffman tables: %+v, %v", h, err)
	}
}

// TestParseHeaderSurvives has files that are damaged or written in unusual ways.
func TestParseHeaderSurvives(t *testing.T) {
	thumbnail := newFile().frame(markerSOF0, 1, 1, 1, 0x11).scan([]byte{1}, 0).end()
	frame := func(f *file) []byte { return f.frame(markerSOF0, 9, 8, 1, 0x11).scan([]byte{1}, 0, 0).end() }
	for name, data := range map[string][]byte{
		"thumbnail in APP1": frame(newFile().segment(markerAPP1, thumbnail...)),
		"thumbnail in APP2": frame(newFile().segment(0xE2, thumbnail...)),
		"fill bytes":        frame(newFile().bytes(0xFF, 0xFF, 0xFF, 0xFF)),
		"junk":              frame(newFile().bytes(1, 2, 3, 0xFF, 0, 4, 0xFF, markerRST7, 5)),
		"second SOI":        frame(newFile().bytes(0xFF, markerSOI)),
		"reserved markers":  frame(newFile().bytes(0xFF, 0x01, 0xFF, 0x9F)),
		"COM of length 0":   frame(newFile().bytes(0xFF, 0xFE, 0, 0)),
		"APP3 of length 1":  frame(newFile().bytes(0xFF, 0xE3, 0, 1)),
		"height in DNL":     newFile().frame(markerSOF0, 9, 0, 1, 0x11).scan([]byte{1}, 0, 0).segment(markerDNL, 0, 8).end(),
		"DNL before all":    newFile().segment(markerDNL, 0, 9).frame(markerSOF0, 9, 8, 1, 0x11).scan([]byte{1}, 0, 0).end(),
		"a second frame":    frame(newFile().frame(markerSOF0, 9, 8, 1, 0x11).frame(markerSOF0, 1000, 1000, 1, 0x11)),
		"no end":            bytes.TrimSuffix(frame(newFile()), []byte{0xFF, markerEOI}),
		"no scan":           newFile().frame(markerSOF0, 9, 8, 1, 0x11).b,
	} {
		h, err := ParseHeader(data)
		if err != nil || h.W != 9 || h.H != 8 {
			t.Errorf("%s: %+v, %v", name, h, err)
		}
	}
}

func TestParseHeaderRefuses(t *testing.T) {
	sof := func(marker byte) []byte { return newFile().frame(marker, 9, 8, 1, 0x11).end() }
	for detail, data := range map[string][]byte{
		"does not begin with FF D8": []byte("GIF89a"),
		"no SOF segment":            {0xFF, 0xD8, 0xFF, 0xD9},
		"lossless":                  sof(0xC3),
		"hierarchical":              sof(0xC5),
		"lossless;":                 sof(0xCB),
		"samples of 12 bits":        newFile().segment(markerSOF1, 12, 0, 8, 0, 9, 1, 1, 0x11, 0).end(),
		"9x0 px":                    newFile().frame(markerSOF0, 9, 0, 1, 0x11).end(),
		"0x8 px":                    newFile().frame(markerSOF0, 0, 8, 1, 0x11).end(),
		"2 components":              newFile().frame(markerSOF0, 9, 8, 1, 0x11, 2, 0x11).end(),
		"sampling factors 5x0":      newFile().frame(markerSOF0, 9, 8, 1, 0x50).end(),
		"cut short":                 newFile().segment(markerSOF0, 8, 0).end(),
	} {
		_, err := ParseHeader(data)
		if failure, ok := errors.AsType[*wire.Error](err); !ok || failure.Code != wire.Undecodable || !strings.Contains(failure.Detail, detail) {
			t.Errorf("got %v, want %q", err, detail)
		}
	}
}

// exifBody returns an APP1 body whose IFD0 has the orientation o, of the type SHORT, after
// another entry.
func exifBody(order binary.AppendByteOrder, o uint16) []byte {
	b := append([]byte("Exif\x00\x00"), "MM"...)
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		copy(b[6:], "II")
	}
	b = order.AppendUint16(b, 42)
	b = order.AppendUint32(b, 8) // IFD0
	b = order.AppendUint16(b, 2) // entries
	b = order.AppendUint32(order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x010F), 2), 4), 0)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x0112), 3), 1)
	return order.AppendUint32(order.AppendUint16(order.AppendUint16(b, o), 0), 0)
}

func TestOrientation(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
		for o := range uint16(10) {
			want := int(o)
			if o == 0 || o == 9 {
				want = 1
			}
			data := newFile().segment(markerAPP1, []byte("http://ns.adobe.com/xap/1.0/")...).segment(markerAPP1, exifBody(order, o)...).
				frame(markerSOF0, 9, 8, 1, 0x11).end()
			if h, err := ParseHeader(data); err != nil || h.Orientation != want {
				t.Errorf("%v, %d: %d, %v", order, o, h.Orientation, err)
			}
		}
	}
}

// TestOrientationFirst has two EXIF segments, and padding that is not zero.
func TestOrientationFirst(t *testing.T) {
	for first := range uint16(3) {
		block := exifBody(binary.BigEndian, first)
		block[5] = 0xFF
		data := newFile().segment(markerAPP1, block...).segment(markerAPP1, exifBody(binary.BigEndian, 6)...).frame(markerSOF0, 9, 8, 1, 0x11).end()
		if h, err := ParseHeader(data); err != nil || h.Orientation != max(int(first), 1) {
			t.Errorf("%d, then 6: %d, %v", first, h.Orientation, err)
		}
	}
}

// TestOrientationHostile truncates an EXIF segment at each length, and sets each of its bytes
// to values that point outside of it.
func TestOrientationHostile(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
		good := exifBody(order, 6)
		for n := range good {
			if o, _ := orientation(good[:n]); o != 1 && n < len(good)-8 {
				t.Errorf("%d bytes: %d", n, o)
			}
			for _, v := range []byte{0, 0x7F, 0x80, 0xFF} {
				bad := slices.Clone(good)
				bad[n] = v
				if o, _ := orientation(bad); o < 1 || o > 8 {
					t.Errorf("byte %d is %d: %d", n, v, o)
				}
			}
		}
	}
}

// TestNextMarker compares with the definition, for markers at every position in a word.
func TestNextMarker(t *testing.T) {
	simple := func(data []byte) int {
		for i := 0; i+1 < len(data); i++ {
			if b := data[i+1]; data[i] == 0xFF && b >= 0xC0 && b != 0xFF && (b < markerRST0 || b > markerRST7) {
				return i
			}
		}
		return len(data)
	}
	alphabet := []byte{0xFF, 0xFF, 0xFF, 0, 0, 1, 0xD0, 0xD7, 0xD0, 0x50, 0xCF, 0xD8, 0xFE, 0x7F, 0xBF, 0xC0}
	seed := uint32(1)
	for n := range 100 {
		for range 300 {
			data := make([]byte, n)
			for i := range data {
				seed = seed*1664525 + 1013904223
				// Mostly bytes that are no marker, so that the search gets far.
				if data[i] = alphabet[int(seed>>8)%len(alphabet)]; seed>>28 > 2 {
					data[i] = alphabet[int(seed>>8)%5]
				}
			}
			want := simple(data)
			if got := nextMarker(data); got != want {
				t.Fatalf("nextMarker(% x) = %d, want %d", data, got, want)
			}
			if got := nextMarkerPlain(data); got != want {
				t.Fatalf("nextMarkerPlain(% x) = %d, want %d", data, got, want)
			}
		}
	}
}

// bombs returns small headers that claim large pictures or many parts.
func bombs() map[string][]byte {
	scans := newFile().frame(markerSOF2, 640, 480, 1, 0x11)
	for range 21_783 {
		scans.segment(markerSOS, 1, 1, 0, 1, 63, 0)
	}
	return map[string][]byte{
		"65535×65535":      newFile().frame(markerSOF0, 65535, 65535, 1, 0x22, 2, 0x11, 3, 0x11).scan([]byte{1, 2, 3}, 0).end(),
		"21783 scans":      scans.end(),
		"8 MiB of FF 00":   newFile().frame(markerSOF2, 64, 64, 1, 0x11).bytes(bytes.Repeat([]byte{0xFF, 0}, 4<<20)...).end(),
		"8 MiB of RST":     newFile().frame(markerSOF2, 64, 64, 1, 0x11).bytes(bytes.Repeat([]byte{0xFF, 0xD1}, 4<<20)...).end(),
		"8 MiB of FF":      newFile().frame(markerSOF2, 64, 64, 1, 0x11).bytes(bytes.Repeat([]byte{0xFF}, 8<<20)...).end(),
		"8 MiB of SOI":     newFile().frame(markerSOF2, 64, 64, 1, 0x11).bytes(bytes.Repeat([]byte{0xFF, markerSOI}, 4<<20)...).end(),
		"8 MiB of comment": newFile().frame(markerSOF2, 64, 64, 1, 0x11).bytes(bytes.Repeat([]byte{0xFF, 0xFE, 0, 2}, 2<<20)...).end(),
		"8 MiB of noise":   newFile().frame(markerSOF2, 64, 64, 1, 0x11).bytes(bytes.Repeat([]byte("\xff\x00 some data \xff\xd0"), 1<<19)...).end(),
	}
}

// TestBombHeaders checks that all of them are read without an error, with limited counts: it is
// the caller and Decode that refuse them.
func TestBombHeaders(t *testing.T) {
	for name, data := range bombs() {
		h, err := ParseHeader(data)
		if err != nil || h.Scans > MaxScans+1 {
			t.Errorf("%s: %d scans, %v", name, h.Scans, err)
		}
		if strings.Contains(name, "65535") && (h.W != 65535 || h.H != 65535) {
			t.Errorf("%s: %d×%d", name, h.W, h.H)
		}
	}
}

func BenchmarkParseHeader(b *testing.B) {
	inputs := bombs()
	inputs["photo"] = encoded(b, photo(640, 480, image.YCbCrSubsampleRatio420), jpegn.EncodeOptions{})
	inputs["progressive photo"] = encoded(b, photo(640, 480, image.YCbCrSubsampleRatio420), jpegn.EncodeOptions{Progressive: true})
	for name, data := range inputs {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ParseHeader(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func FuzzParseHeader(f *testing.F) {
	f.Add(encoded(f, photo(16, 16, image.YCbCrSubsampleRatio420), jpegn.EncodeOptions{Progressive: true}))
	f.Add(newFile().segment(markerAPP1, exifBody(binary.LittleEndian, 6)...).frame(markerSOF0, 9, 8, 1, 0x11).scan([]byte{1}, 0, 1).end())
	f.Add(newFile().segment(markerAPP14, []byte("Adobe\x00\x64\x00\x00\x00\x00\x00")...).frame(markerSOF0, 9, 8, 1, 0x11, 2, 0x11, 3, 0x11).end())
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := ParseHeader(data)
		if err != nil {
			if failure, ok := errors.AsType[*wire.Error](err); !ok || failure.Code != wire.Undecodable || failure.Detail == "" {
				t.Fatalf("%v", err)
			}
			return
		}
		if h.W < 1 || h.H < 1 || h.Scans < 0 || h.Scans > MaxScans+1 || h.Orientation < 1 || h.Orientation > 8 {
			t.Fatalf("%+v", h)
		}
		if std, err := jpeg.DecodeConfig(bytes.NewReader(data)); err == nil && (std.Width != h.W || std.Height != h.H) {
			t.Fatalf("%d×%d, image/jpeg says %d×%d", h.W, h.H, std.Width, std.Height)
		}
	})
}

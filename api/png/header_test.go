package png

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"testing"

	"framepost/api/wire"
)

func chrm(values ...uint32) (data []byte) {
	for _, v := range values {
		data = binary.BigEndian.AppendUint32(data, v)
	}
	return data
}

func TestParseHeader(t *testing.T) {
	profile := bytes.Repeat([]byte("profile "), 1000)
	exif := []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00")
	f := file{w: 7, h: 5, colour: RGB, depth: 8, filter: 0, ahead: bytes.Join([][]byte{
		inChunk("gAMA", []byte{0, 0, 0xB1, 0x8F}), inChunk("gAMA", []byte{0, 0, 0, 9}),
		inChunk("cHRM", chrm(1, 2, 3, 4, 5, 6, 7, 8)), inChunk("sRGB", []byte{0}),
		inChunk("cICP", []byte{12, 13, 0, 1}), inChunk("eXIf", exif),
		inChunk("iCCP", append([]byte("name\x00\x00"), compressed(t, profile)...)),
	}, nil)}
	h, err := ParseHeader(f.bytes(t))
	if err != nil {
		t.Fatal(err)
	}
	s := h.Space()
	if h.W != 7 || h.H != 5 || h.Colour != RGB || h.Depth != 8 || h.Interlaced || h.Orientation != 6 {
		t.Errorf("%+v", h)
	}
	if s.Gamma != 45455 || *s.CHRM != [8]uint32{1, 2, 3, 4, 5, 6, 7, 8} || !s.SRGB || !bytes.Equal(s.CICP, []byte{12, 13, 0, 1}) {
		t.Errorf("%+v", s)
	}
	if !bytes.Equal(s.Profile, profile) {
		t.Errorf("a profile of %d bytes; want %d", len(s.Profile), len(profile))
	}

	// Chunks about colours after the palette are ignored.
	f.behind, f.ahead, f.palette = f.ahead, nil, []byte{1, 2, 3}
	h, err = ParseHeader(f.bytes(t))
	if err != nil || h.Space().Gamma != 0 || h.Space().Profile != nil || h.Orientation != 6 {
		t.Errorf("%+v, %v", h, err)
	}
}

// A profile that is not valid zlib, or decompresses to more than MaxProfile, is ignored.
func TestProfileIsBounded(t *testing.T) {
	for name, data := range map[string][]byte{
		"too long":  compressed(t, make([]byte, MaxProfile+1)),
		"truncated": compressed(t, randomBytes(1000))[:500],
		"nothing":   []byte("x\x9c"),
	} {
		f := file{w: 1, h: 1, colour: RGB, depth: 8, ahead: inChunk("iCCP", append([]byte("name\x00\x00"), data...))}
		h, err := ParseHeader(f.bytes(t))
		if err != nil {
			t.Fatal(err)
		}
		if p := h.Space().Profile; p != nil {
			t.Errorf("%s: a profile of %d bytes", name, len(p))
		}
	}
}

func TestRefusals(t *testing.T) {
	sound := file{w: 3, h: 3, colour: RGB, depth: 8}
	damaged := sound.bytes(t)
	damaged[len(signature)+8+3]++ // a pixel wider than its checksum says
	for name, data := range map[string][]byte{
		"nothing":            nil,
		"signature alone":    []byte(signature),
		"damaged IHDR":       damaged,
		"short IHDR":         append([]byte(signature), inChunk("IHDR", make([]byte, 12))...),
		"colour type 1":      file{w: 3, h: 3, colour: 1, depth: 8}.start(),
		"RGB of 4 bits":      file{w: 3, h: 3, colour: RGB, depth: 4}.start(),
		"palette of 16 bits": file{w: 3, h: 3, colour: Palette, depth: 16}.start(),
	} {
		_, err := ParseHeader(data)
		if e, ok := errors.AsType[*wire.Error](err); !ok || e.Code != wire.Undecodable || e.Detail == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, data := range map[string][]byte{
		"no row":         append(sound.start(), inChunk("IDAT", compressed(t, []byte{0, 1, 2}))...),
		"filter 5":       append(sound.start(), inChunk("IDAT", compressed(t, append([]byte{5}, make([]byte, 29)...)))...),
		"not deflated":   append(sound.start(), inChunk("IDAT", []byte("x\x9c\xff\xff\xff\xff"))...),
		"no pixels":      sound.start(),
		"no palette":     append(file{w: 3, h: 3, colour: Palette, depth: 8}.start(), inChunk("IDAT", nil)...),
		"IEND first":     append(sound.start(), inChunk("IEND", nil)...),
		"nothing at all": append(sound.start(), inChunk("IDAT", nil)...),
	} {
		for _, interlaced := range []bool{false, true} {
			h, err := ParseHeader(data)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			h.Interlaced = interlaced
			_, err = Decode(context.Background(), data, h, 1)
			if e, ok := errors.AsType[*wire.Error](err); !ok || e.Code != wire.Undecodable {
				t.Errorf("%s, interlaced %v: %v", name, interlaced, err)
			}
		}
	}
}

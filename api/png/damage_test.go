package png

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"framepost/api/wire"
)

// A truncated file shows its complete rows, and white below.
func TestTruncated(t *testing.T) {
	f := file{w: 40, h: 30, colour: RGB, depth: 8, filter: -1}
	data := f.bytes(t)
	want := decoded(t, data, 1).Planes()[0]
	for n := len(f.start()) + 12 + 8; n < len(data); n += 7 {
		h, err := ParseHeader(data[:n])
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(context.Background(), data[:n], h, 1)
		if err != nil {
			if e, ok := errors.AsType[*wire.Error](err); !ok || e.Code != wire.Undecodable || n > 400 {
				t.Fatalf("%d bytes: %v", n, err)
			}
			continue
		}
		y := 0
		for ; y < want.H && bytes.Equal(got.Planes()[0].Row(y), want.Row(y)); y++ {
		}
		rowsInData := (n - len(f.start())) / 121
		if y < rowsInData-2 {
			t.Errorf("%d bytes: %d rows; there is data for about %d", n, y, rowsInData)
		}
		for ; y < want.H; y++ {
			for _, v := range got.Planes()[0].Row(y) {
				if v != 255 {
					t.Fatalf("%d bytes: row %d, which has not come, shows %d", n, y, v)
				}
			}
		}
		got.Release()
	}
}

// A truncated interlaced file is coarse: this one ends after its first pass.
func TestTruncatedInterlaced(t *testing.T) {
	f := file{w: 16, h: 16, colour: Gray, depth: 8, interlaced: true, filter: 0}
	rows := f.rows()
	data := append(f.start(), inChunk("IDAT", compressed(t, rows[:2*3]))...)
	p := decoded(t, data, 1).Planes()[0]
	for y := range 16 {
		for x := range 16 {
			if want := rows[y/8*3+1+x/8]; p.Row(y)[x] != want {
				t.Fatalf("%d,%d: %d; want %d", x, y, p.Row(y)[x], want)
			}
		}
	}
	data = append(f.start(), inChunk("IDAT", compressed(t, rows[:3]))...)
	if p := decoded(t, data, 1).Planes()[0]; p.Row(0)[15] != rows[2] || p.Row(15)[15] != 255 {
		t.Errorf("half of the first pass shows %d and %d", p.Row(0)[15], p.Row(15)[15])
	}
}

// Files that are damaged and can still be shown.
func TestDamage(t *testing.T) {
	f := file{w: 20, h: 10, colour: RGB, depth: 8, filter: -1}
	sound := f.bytes(t)
	want := decoded(t, sound, 1)
	withBehind := func(chunk []byte) []byte {
		g := f
		g.behind = chunk
		return g.bytes(t)
	}
	badSum := inChunk("iCCP", []byte("ICC profile\x00\x00x\x9c"))
	badSum[len(badSum)-1] ^= 1
	badPixelSum := bytes.Clone(sound)
	badPixelSum[len(badPixelSum)-12-1] ^= 1
	for name, data := range map[string][]byte{
		"checksum of an auxiliary chunk": withBehind(badSum),
		"checksum of pixels":             badPixelSum,
		"no IEND":                        sound[:len(sound)-12],
		"garbage behind":                 append(bytes.Clone(sound), "garbage"...),
		"tRNS of a wrong length":         withBehind(inChunk("tRNS", []byte{1, 2})),
		"two of tRNS":                    withBehind(append(inChunk("tRNS", []byte{0, 1, 0, 2, 0, 3}), inChunk("tRNS", make([]byte, 6))...)),
		"unknown chunk":                  withBehind(inChunk("ABCD", nil)),
		"palette of a wrong length":      withBehind(inChunk("PLTE", []byte{1, 2, 3, 4})),
	} {
		t.Run(name, func(t *testing.T) { checkSame(t, decoded(t, data, 1), want) })
	}
}

// tRNS counts in the same places as in libpng: not before the palette, not longer than the
// palette, not together with an alpha channel.
func TestTransparencyInOddPlaces(t *testing.T) {
	clear := inChunk("tRNS", []byte{0, 0, 0, 0})
	palette := file{w: 8, h: 8, colour: Palette, depth: 2, palette: []byte("abcdefghijkl"), filter: 0}
	want := decoded(t, palette.bytes(t), 1)
	early, long := palette, palette
	early.ahead = clear
	long.behind = inChunk("tRNS", make([]byte, 5))
	checkSame(t, decoded(t, early.bytes(t), 1), want)
	checkSame(t, decoded(t, long.bytes(t), 1), want)

	rgba := file{w: 8, h: 8, colour: RGBA, depth: 8, filter: 0}
	want = decoded(t, rgba.bytes(t), 1)
	rgba.behind = clear
	checkSame(t, decoded(t, rgba.bytes(t), 1), want)
}

// An index beyond the palette is black.
func TestShortPalette(t *testing.T) {
	f := file{w: 4, h: 1, colour: Palette, depth: 2, palette: []byte{255, 255, 255}}
	data := append(f.start(), inChunk("IDAT", compressed(t, []byte{0, 0b00_01_10_00}))...)
	if row := decoded(t, data, 1).Planes()[0].Row(0); !bytes.Equal(row, []byte{255, 0, 0, 255}) {
		t.Error(row)
	}
}

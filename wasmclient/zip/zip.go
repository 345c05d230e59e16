// Package zip writes the records of a ZIP archive whose files are stored as they are: pictures are
// compressed already. It writes only what stands around the files, so that their bytes can stay
// with the browser. The format is PKWARE's APPNOTE 6.3.10, to whose sections the comments refer.
package zip

import (
	"errors"
	"math"
	"time"
)

// ErrFull is returned for a file that would not fit: without the extension Zip64, an archive has
// at most 65,535 files and 4 GiB.
var ErrFull = errors.New("the zip is full")

// Archive is an archive that is being written.
type Archive struct {
	directory []byte // section 4.3.12, a record for each file
	files     int
	size      int64 // of the files and their headers, in bytes
}

// Signatures of the records, and their lengths without the name.
const (
	localSignature   = 0x04034b50
	centralSignature = 0x02014b50
	endSignature     = 0x06054b50

	localLength   = 30
	centralLength = 46
	endLength     = 22
)

const (
	version = 20      // section 4.4.3.2: what a program has to know, 2.0
	utf8    = 1 << 11 // section 4.4.4: the name is UTF-8
)

// Add returns the header that stands before the bytes of the next file. crc is their IEEE
// CRC-32 and size their number. The file gets the date and time that t shows: the format knows no
// zone.
func (a *Archive) Add(name string, crc uint32, size int64, t time.Time) (header []byte, err error) {
	offset := a.size
	after := offset + localLength + int64(len(name)) + size
	end := after + int64(len(a.directory)) + centralLength + int64(len(name)) + endLength
	if a.files == math.MaxUint16 || len(name) > math.MaxUint16 || end > math.MaxUint32 {
		return nil, ErrFull
	}
	header = append32(nil, localSignature)
	header = describe(header, name, crc, size, t)
	header = append(header, name...)

	d := append32(a.directory, centralSignature)
	d = append16(d, version)
	d = describe(d, name, crc, size, t)
	d = append(d, make([]byte, 10)...) // comment, disk and attributes, sections 4.4.12 to 4.4.15: none
	d = append32(d, uint32(offset))
	a.directory = append(d, name...)

	a.files, a.size = a.files+1, after
	return header, nil
}

// describe appends what stands in a file's header and, again, in the directory.
func describe(b []byte, name string, crc uint32, size int64, t time.Time) []byte {
	day, clock := stamp(t)
	for _, field := range [...]uint16{version, utf8, 0 /* stored, section 4.4.5 */, clock, day} {
		b = append16(b, field)
	}
	for _, field := range [...]uint32{crc, uint32(size) /* compressed */, uint32(size)} {
		b = append32(b, field)
	}
	b = append16(b, uint16(len(name)))
	return append16(b, 0) // of the extra field
}

// stamp returns a date and a time as MS-DOS had them (section 4.4.6): years since 1980, and every
// other second.
func stamp(t time.Time) (day, clock uint16) {
	day = uint16(t.Year()-1980)<<9 | uint16(t.Month())<<5 | uint16(t.Day())
	return day, uint16(t.Hour())<<11 | uint16(t.Minute())<<5 | uint16(t.Second()/2)
}

// End returns what stands after the last file: the directory and its end, section 4.3.16.
func (a *Archive) End() []byte {
	b := append([]byte(nil), a.directory...)
	b = append32(b, endSignature)
	for _, field := range [...]uint16{0, 0, uint16(a.files), uint16(a.files)} { // the first two are disks
		b = append16(b, field)
	}
	b = append32(b, uint32(len(a.directory)))
	b = append32(b, uint32(a.size))
	return append16(b, 0) // of the comment
}

// append16 and append32 append a number, lowest byte first. encoding/binary would bring reflect
// into the client.
func append16(b []byte, v uint16) []byte { return append(b, byte(v), byte(v>>8)) }

func append32(b []byte, v uint32) []byte { return append16(append16(b, uint16(v)), uint16(v>>16)) }

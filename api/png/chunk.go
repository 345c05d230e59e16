package png

import (
	"encoding/binary"
	"hash/crc32"
)

const signature = "\x89PNG\r\n\x1a\n"

// chunk is a chunk of a file (PNG specification, section 5.3).
type chunk struct {
	kind  []byte // 4 letters
	data  []byte // in a truncated file, the part that is there
	whole bool   // whether the file contains all of it
	crc   uint32 // checksum in the file
}

// nextChunk returns the chunk at pos of a file and the position of the next chunk. ok is false
// if fewer than 8 bytes are left.
func nextChunk(file []byte, pos int) (c chunk, next int, ok bool) {
	if len(file)-pos < 8 {
		return chunk{}, len(file), false
	}
	length := uint64(binary.BigEndian.Uint32(file[pos:]))
	c.kind = file[pos+4 : pos+8]
	rest := file[pos+8:]
	if length+4 > uint64(len(rest)) {
		c.data = rest[:min(length, uint64(len(rest)))]
		return c, len(file), true
	}
	c.data, c.whole, c.crc = rest[:length], true, binary.BigEndian.Uint32(rest[length:])
	return c, pos + 8 + int(length) + 4, true
}

// sound reports whether a chunk is complete and its checksum is right.
func (c chunk) sound() bool {
	return c.whole && c.crc == crc32.Update(crc32.ChecksumIEEE(c.kind), crc32.IEEETable, c.data)
}

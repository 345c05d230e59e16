package access

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"time"
)

// Capability is what a link allows to whoever has it.
type Capability struct {
	Chains  []string // patterns, see Canonical; at least one
	Expires time.Time
	Limits
}

// Limits bound what a request may ask for; 0 is no limit but the server's.
type Limits struct {
	MaxPixels int // of the picture that is sent and of each on its way
	MaxBytes  int // of the picture that is sent
	Rate      int // frames a second, of one address
}

// A token is a capability as base64url without padding (RFC 4648 section 5) of
//
//	1 byte   version, 1
//	1 byte   length of the key's id, and the id
//	4 bytes  when it ends, in seconds since 1970, the most significant byte first
//	uvarint  MaxPixels, MaxBytes and Rate, one after the other
//	uvarint  length of a pattern, and the pattern; again until the end
//	16 bytes the first half of the HMAC-SHA256 of all before it
//
// RFC 2104 section 5 allows to cut an HMAC to half its length. A uvarint is that of package
// encoding/binary.
const (
	tokenVersion = 1
	macSize      = 16

	// maxToken bounds what is decoded and hashed before anything is known of its sender.
	maxToken = 1024

	maxLimit = 1e9 // 32 bits hold it
)

var tokenText = base64.RawURLEncoding.Strict()

// encode returns the bytes of a capability up to its MAC.
func (c Capability) encode(keyID string) ([]byte, error) {
	if len(c.Chains) == 0 {
		return nil, fmt.Errorf("a capability allows one chain at the least")
	}
	if min(c.MaxPixels, c.MaxBytes, c.Rate) < 0 || max(c.MaxPixels, c.MaxBytes) > maxLimit || c.Rate > maxRate {
		return nil, fmt.Errorf("a limit is from 0 (none) to %d, and a rate to %d frames a second", int(maxLimit), int(maxRate))
	}
	if end := c.Expires.Unix(); end < 0 || end > 1<<32-1 {
		return nil, fmt.Errorf("a capability ends between 1970 and 2106")
	}
	b := []byte{tokenVersion, byte(len(keyID))}
	b = append(b, keyID...)
	b = binary.BigEndian.AppendUint32(b, uint32(c.Expires.Unix()))
	for _, limit := range []int{c.MaxPixels, c.MaxBytes, c.Rate} {
		b = binary.AppendUvarint(b, uint64(limit))
	}
	for _, chain := range c.Chains {
		pattern, err := canonicalPattern(chain)
		if err != nil {
			return nil, err
		}
		b = binary.AppendUvarint(b, uint64(len(pattern)))
		b = append(b, pattern...)
	}
	if size := tokenText.EncodedLen(len(b) + macSize); size > maxToken {
		return nil, fmt.Errorf("the capability has %d characters; at most %d are allowed: name fewer chains", size, maxToken)
	}
	return b, nil
}

// fields reads the bytes of a token. After bytes that are not there it is broken, and
// returns zeros.
type fields struct {
	rest   []byte
	broken bool
}

func (f *fields) take(n uint64) []byte {
	if n > uint64(len(f.rest)) {
		f.rest, f.broken = nil, true
		return nil
	}
	taken := f.rest[:n]
	f.rest = f.rest[n:]
	return taken
}

func (f *fields) byte() byte {
	if b := f.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (f *fields) time() int64 {
	if b := f.take(4); b != nil {
		return int64(binary.BigEndian.Uint32(b))
	}
	return 0
}

func (f *fields) uvarint() uint64 {
	n, size := binary.Uvarint(f.rest)
	if size <= 0 {
		f.rest, f.broken = nil, true
		return 0
	}
	f.rest = f.rest[size:]
	return n
}

func (f *fields) limits() (l Limits) {
	for _, limit := range []*int{&l.MaxPixels, &l.MaxBytes, &l.Rate} {
		*limit = int(f.uvarint())
	}
	return l
}

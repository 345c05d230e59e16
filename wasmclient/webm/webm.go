// Package webm writes the duration of a recording into it. Browsers record WebM as a live stream
// whose length nobody knows, and players show no time and don't seek in such a file.
package webm

import (
	"math"
	"time"
)

// Elements of EBML (RFC 8794) and Matroska (RFC 9559).
const (
	header    = 0x1A45DFA3
	segment   = 0x18538067
	info      = 0x1549A966
	scale     = 0x2AD7B1 // TimestampScale: ns of a tick
	duration  = 0x4489   // in ticks, as a float
	floatSize = 8
)

// Head is how much of a file SetDuration needs, in bytes: what stands before the first picture is
// some 200.
const Head = 4096

// defaultScale is a tick where the file names none, RFC 9559 section 5.1.2.9.
const defaultScale = 1_000_000

// SetDuration returns what should stand in the place of a file's head, with the duration in it. It
// returns the head as it is where that is no WebM, or has something unexpected.
func SetDuration(head []byte, d time.Duration) []byte {
	first, ok := next(head, 0)
	if !ok || first.id != header || first.unknown {
		return head
	}
	outer, ok := next(head, first.end())
	if !ok || outer.id != segment || !outer.unknown { // a known size would have to grow too
		return head
	}
	for at := outer.body; ; {
		e, ok := next(head, at)
		if !ok || e.unknown || e.end() > len(head) {
			return head
		}
		if e.id == info {
			return withInfo(head, e, d)
		}
		at = e.end()
	}
}

// withInfo returns the head with an Info element that has the duration.
func withInfo(head []byte, e element, d time.Duration) []byte {
	tick := uint64(defaultScale)
	var fields []byte
	for at := e.body; at < e.end(); {
		field, ok := next(head[:e.end()], at)
		if !ok || field.unknown || field.end() > e.end() {
			return head
		}
		switch field.id {
		case scale:
			tick = number(head[field.body:field.end()])
		case duration: // in its place comes ours
			at = field.end()
			continue
		}
		fields = append(fields, head[at:field.end()]...)
		at = field.end()
	}
	if tick == 0 {
		return head
	}
	fields = appendNumber(fields, duration, 2)
	fields = appendNumber(fields, 0x80|floatSize, 1)
	fields = appendNumber(fields, math.Float64bits(float64(d.Nanoseconds())/float64(tick)), floatSize)

	out := append([]byte(nil), head[:e.start]...)
	out = appendNumber(out, info, 4)
	out = appendNumber(out, 1<<56|uint64(len(fields)), 8)
	out = append(out, fields...)
	return append(out, head[e.end():]...)
}

// element is the place of an element in a file.
type element struct {
	id          uint64
	start, body int
	size        int
	unknown     bool // the size, which is then 0
}

func (e element) end() int { return e.body + e.size }

// next returns the element that begins at a place.
func next(file []byte, at int) (element, bool) {
	e := element{start: at}
	id, n := vint(file[min(at, len(file)):], true)
	if n == 0 || n > 4 {
		return e, false
	}
	e.id = id
	size, m := vint(file[at+n:], false)
	if m == 0 {
		return e, false
	}
	e.body = at + n + m
	if e.unknown = size == 1<<(7*m)-1; !e.unknown {
		if size > math.MaxInt32 {
			return e, false
		}
		e.size = int(size)
	}
	return e, true
}

// vint reads a number of variable length, RFC 8794 section 4, and returns it with its length in
// bytes, which is 0 if there is none. The marker of an element's id belongs to it.
func vint(from []byte, marked bool) (value uint64, length int) {
	if len(from) == 0 || from[0] == 0 {
		return 0, 0
	}
	length = 1
	for mask := byte(0x80); from[0]&mask == 0; mask >>= 1 {
		length++
	}
	if length > len(from) {
		return 0, 0
	}
	value = number(from[:length])
	if !marked {
		value &= 1<<(7*length) - 1
	}
	return value, length
}

// number reads a big-endian number of up to eight bytes.
func number(from []byte) (value uint64) {
	for _, b := range from {
		value = value<<8 | uint64(b)
	}
	return value
}

// appendNumber appends a big-endian number of so many bytes. (encoding/binary would bring reflect
// into the client.)
func appendNumber(to []byte, value uint64, length int) []byte {
	for shift := 8 * (length - 1); shift >= 0; shift -= 8 {
		to = append(to, byte(value>>shift))
	}
	return to
}

package mjpeg

import (
	"bufio"
	"bytes"
	"io"
)

// Markers of T.81, table B.1: the second byte of each.
const (
	markerSOI = 0xD8
	markerEOI = 0xD9
	markerSOS = 0xDA
)

func isRestart(marker byte) bool { return marker >= 0xD0 && marker <= 0xD7 }

// hasSegment reports whether a marker begins a segment that real pictures have.
func hasSegment(marker byte) bool {
	return marker >= 0xC0 && marker < 0xF0 && !(marker >= 0xD0 && marker <= markerEOI) || marker == 0xFE
}

// soi is how a picture begins: the marker, and the first byte of the next.
var soi = []byte{0xFF, markerSOI, 0xFF}

// seek moves to where the next picture begins.
func (r *Reader) seek() error {
	need := max(len(soi), len(r.boundary))
	for {
		b, err := r.in.Peek(need)
		if err != nil && (err != io.EOF || len(b) < len(soi)) {
			r.skip(len(b))
			return err
		}
		b, _ = r.in.Peek(r.in.Buffered())
		picture := bytes.Index(b, soi)
		head := -1
		if len(r.boundary) > 0 {
			head = bytes.Index(b[:before(picture, len(b))], r.boundary)
		}
		switch {
		case head >= 0:
			r.skip(head)
			if err := r.head(); err != nil {
				return err
			}
		case picture < 0:
			if err != nil {
				r.skip(len(b))
				return err
			}
			r.skip(len(b) - need + 1) // the rest may be the beginning of either
		default:
			r.skip(picture)
			_, ok, err := r.segment(2)
			if ok || err == io.EOF { // the last picture may be cut anywhere
				return nil
			}
			if err != nil {
				return err
			}
			r.skip(2)
		}
	}
}

// before returns i, or n where i is less than 0.
func before(i, n int) int {
	if i < 0 {
		return n
	}
	return i
}

// skip discards n bytes that are buffered, as rubbish. Where there are parts, line ends and
// hyphens are none.
func (r *Reader) skip(n int) {
	b, _ := r.in.Peek(n)
	r.rubbish += int64(n)
	if len(r.boundary) > 0 {
		for _, framing := range []string{"\r", "\n", "-"} {
			r.rubbish -= int64(bytes.Count(b, []byte(framing)))
		}
	}
	_, _ = r.in.Discard(n) // they are there
}

// head discards the head of a part, from the boundary to the empty line. The last boundary has
// two hyphens after it, and no head.
func (r *Reader) head() error {
	_, _ = r.in.Discard(len(r.boundary))
	for first := true; ; first = false {
		if b, err := r.in.Peek(len(soi)); err == nil && bytes.Equal(b, soi) {
			return nil // a camera that leaves the empty line out
		}
		line, err := r.in.ReadSlice('\n')
		if err == bufio.ErrBufferFull {
			r.rubbish += int64(len(line))
			return nil
		}
		if err != nil {
			return err
		}
		if text := bytes.TrimSpace(line); first && bytes.HasPrefix(text, []byte("--")) || !first && len(text) == 0 {
			return nil
		}
	}
}

// segment returns how many bytes the segment takes that begins after so many bytes, its marker
// among them. It is ok if another marker follows: a length that was cut or made up leads
// anywhere. After the header of a scan comes entropy-coded data instead, and the number of
// components says whether its length is right. Only the error of the stream is returned.
func (r *Reader) segment(after int) (n int, ok bool, err error) {
	b, err := r.in.Peek(after + 5)
	if len(b) < after+2 && err == io.EOF || len(b) >= after+2 && (b[after] != 0xFF || !hasSegment(b[after+1])) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, r.cut(after, err)
	}
	b = b[after:]
	marker, length := b[1], int(b[2])<<8|int(b[3])
	if length < 2 {
		return 0, false, nil
	}
	n = 2 + length
	if marker == markerSOS {
		components := int(b[4])
		if components < 1 || components > 4 || length != 6+2*components {
			return 0, false, nil
		}
		if _, err := r.in.Peek(after + n); err != nil {
			return 0, false, r.cut(after, err)
		}
		return n, true, nil
	}
	b, err = r.in.Peek(after + n + 2)
	if err != nil {
		return 0, false, r.cut(after, err)
	}
	b = b[after+n:]
	return n, b[0] == 0xFF && (b[1] >= 0xC0 || b[1] == 0x01), nil
}

// cut returns the error of a segment that the stream has too little for: nil if the stream
// ends, but a picture begins after so many bytes and before the end.
func (r *Reader) cut(after int, err error) error {
	rest, _ := r.in.Peek(r.in.Buffered())
	if err == io.EOF && bytes.Contains(rest[min(after+1, len(rest)):], soi) {
		return nil
	}
	return err
}

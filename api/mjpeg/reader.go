// Package mjpeg splits a stream of JPEG pictures into the pictures, and writes one. There
// are two framings: the pictures one after the other, which is what "ffmpeg -f mjpeg" writes,
// and the parts of a multipart/x-mixed-replace, which is what cameras send and browsers show
// in an <img>.
package mjpeg

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
)

// Reader reads the pictures of a stream. It needs the same memory, Window bytes, whatever the
// stream holds.
//
// Where a picture ends its own segments say (ITU-T T.81, annex B), in both framings. The
// Content-Length of a part is not believed and a boundary inside a picture means nothing, nor
// does the thumbnail in an EXIF segment. A picture without its end, which was cut, ends where
// the next one begins.
type Reader struct {
	in       *bufio.Reader
	boundary []byte // with two hyphens before it; empty: there are no parts
	most     int
	rubbish  int64

	to   io.Writer // where the picture goes
	size int       // of the picture so far, in bytes
	lost error     // why the rest of the picture is not written
}

// Window is how many bytes a Reader looks ahead: a segment, which has at most 2 + 65,535 bytes,
// and the marker after it.
const Window = 66 << 10

// maxBoundary is more than the 70 bytes that RFC 2046 allows. A longer boundary is none: the
// heads of the parts count as rubbish.
const maxBoundary = 256

// NewReader returns a Reader of the pictures in a stream, each of at most so many bytes. The
// boundary is that of a multipart/x-mixed-replace; "" is none.
func NewReader(from io.Reader, boundary string, most int) *Reader {
	// Many cameras name the boundary with the hyphens that only its uses have.
	r := &Reader{in: bufio.NewReaderSize(from, Window), most: most}
	if core := strings.TrimLeft(boundary, "-"); core != "" && len(core) <= maxBoundary {
		r.boundary = []byte("--" + core)
	}
	return r
}

// ErrTooLarge is the cause of a LostError when the picture has more bytes than are allowed.
var ErrTooLarge = errors.New("mjpeg: the picture has too many bytes")

// LostError says that one picture was passed over. The Reader is behind it, and can go on.
type LostError struct{ Err error }

func (e *LostError) Error() string { return "a picture is lost: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *LostError) Unwrap() error { return e.Err }

// Rubbish returns how many bytes so far belonged neither to a picture nor to the head of a part.
func (r *Reader) Rubbish() int64 { return r.rubbish }

// Next writes the next picture to a Writer, in pieces, as soon as each has arrived. It returns
// as soon as the end of the picture has, and needs none of what follows.
//
// At the end of the stream the error is io.EOF. A *LostError says that the picture was too
// large, or that the Writer returned an error; what was written of it is of no use. All other
// errors are the stream's.
func (r *Reader) Next(to io.Writer) error {
	r.to, r.size, r.lost = to, 0, nil
	if err := r.seek(); err != nil {
		return err
	}
	if err := r.picture(); err != nil && err != io.EOF {
		return err
	}
	if r.lost != nil {
		return &LostError{r.lost}
	}
	return nil
}

// picture writes the picture that begins here. The error is the stream's.
func (r *Reader) picture() error {
	if err := r.take(2); err != nil {
		return err
	}
	for scanned := false; ; {
		b, err := r.in.Peek(2)
		if err != nil {
			return r.end(len(b), err)
		}
		n := 0 // bytes to take
		switch marker := b[1]; {
		case b[0] != 0xFF && !scanned:
			return nil // cut, between two segments
		case b[0] != 0xFF || marker == 0 || isRestart(marker):
			n = 1
		case marker == 0xFF:
			n = 1 // fill, T.81 section B.1.1.2
		case marker == markerEOI:
			return r.take(2)
		case marker == markerSOI:
			next, err := r.in.Peek(3)
			if err == nil && next[2] != 0xFF && scanned {
				n = 2 // damage
				break
			}
			return nil
		default:
			whole, ok, err := r.segment(0)
			if err != nil {
				return r.end(r.in.Buffered(), err)
			}
			switch {
			case ok:
				n = whole
				scanned = scanned || marker == markerSOS
			case scanned:
				n = 2 // damage
			default:
				return nil
			}
		}
		if err := r.take(n); err != nil {
			return err
		}
		if scanned {
			if err := r.codes(); err != nil {
				return err
			}
		}
	}
}

// codes writes the entropy-coded data from here to the next marker.
func (r *Reader) codes() error {
	for {
		b, err := r.in.Peek(2)
		if err != nil {
			return r.end(len(b), err)
		}
		b, _ = r.in.Peek(r.in.Buffered())
		n := codesIn(b)
		found := n+1 < len(b)
		if err := r.take(n); err != nil || found {
			return err
		}
	}
}

// codesIn returns how many bytes of entropy-coded data b begins with. A zero after 0xFF makes
// it one, and restart markers belong to it. A final 0xFF may be a marker's.
func codesIn(b []byte) int {
	for i := 0; ; i += 2 {
		j := bytes.IndexByte(b[min(i, len(b)):], 0xFF)
		if j < 0 {
			return len(b)
		}
		i += j
		if i+1 == len(b) || b[i+1] != 0 && !isRestart(b[i+1]) {
			return i
		}
	}
}

// take moves n bytes, which have been peeked at, from the stream into the picture.
func (r *Reader) take(n int) error {
	b, err := r.in.Peek(n)
	if err != nil {
		return err
	}
	r.size += n
	if r.size > r.most && r.lost == nil {
		r.lost = ErrTooLarge
	}
	if r.lost == nil && n > 0 {
		_, r.lost = r.to.Write(b)
	}
	_, err = r.in.Discard(n)
	return err
}

// end takes the last n bytes of the stream, where it has come to its end, and returns err.
func (r *Reader) end(n int, err error) error {
	if err == io.EOF {
		if err := r.take(n); err != nil {
			return err
		}
	}
	return err
}

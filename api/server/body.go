package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"framepost/api/pool"
	"framepost/api/wire"
)

// A body gets firstBuffer before any of it has arrived, and growth times what has arrived
// then: what its Content-Length promises must come before memory is held for it.
const (
	firstBuffer = 16 << 10
	growth      = 4
)

// textLimit is how long the text form of maxBytes may be: base64's four thirds, a line
// break in every 64 characters and the head of a data URL.
func textLimit(maxBytes int) int { return maxBytes/3*4 + maxBytes/24 + 4096 }

// readBody returns the picture that a request carries: as raw bytes, as the field frame
// of a form, or as text. Which of them it is, the bytes decide: curl --data-binary
// calls every picture application/x-www-form-urlencoded. The caller releases the
// buffer to the account of the request.
func (s *Server) readBody(r *http.Request) (*pool.Buffer, error) {
	if err := notEncoded(r); err != nil {
		return nil, err
	}
	limit := textLimit(s.config.MaxBytes)
	b, isText, err := s.receive(r, limit)
	if err != nil {
		return nil, s.explain(r, err)
	}
	if err := s.unwrap(b, isText); err != nil {
		s.account(r).release(b)
		return nil, err
	}
	return b, nil
}

// notEncoded refuses a body that was compressed for its way.
func notEncoded(r *http.Request) error {
	encoding := r.Header.Get("Content-Encoding")
	if encoding == "" || strings.EqualFold(encoding, "identity") {
		return nil
	}
	return &wire.Error{Code: wire.UnsupportedMedia, Detail: "the body has the Content-Encoding " +
		strconv.Quote(encoding) + "; send the picture as it is, it would not get smaller"}
}

// account returns the memory that a request's body and answer may take.
func (s *Server) account(r *http.Request) account { return s.memory.of(noteOf(r).sender) }

// receive reads the bytes that stand for the picture, and returns whether whoever sent
// them calls them text.
func (s *Server) receive(r *http.Request, limit int) (b *pool.Buffer, isText bool, err error) {
	contentType := r.Header.Get("Content-Type")
	if hasPrefixFold(contentType, "multipart/") {
		return s.readForm(r, contentType, limit)
	}
	if r.ContentLength > int64(limit) {
		return nil, false, s.tooLarge()
	}
	b, err = readAll(s.account(r), &limited{r.Body, limit}, r.ContentLength, limit)
	return b, hasPrefixFold(contentType, "text/"), err
}

// readAll reads to the end. The size is what the sender promised, or less than 0; more than
// limit bytes are an error of the reader.
func readAll(a account, from io.Reader, size int64, limit int) (*pool.Buffer, error) {
	if size < 0 || size > int64(limit) {
		size = int64(limit)
	}
	whole := int(size) + 1 // one more to meet the end
	b, err := a.lend(min(whole, firstBuffer))
	if err != nil {
		return nil, err
	}
	for n := 0; ; {
		if n == cap(b.Bytes) {
			if b, err = a.grow(b, max(min(growth*n, whole), n+1)); err != nil {
				return nil, err
			}
		}
		read, err := from.Read(b.Bytes[n:cap(b.Bytes)])
		n += read
		b.Bytes = b.Bytes[:n]
		if err == io.EOF {
			return b, nil
		}
		if err != nil {
			a.release(b)
			return nil, err
		}
	}
}

// unwrap turns text into the bytes that it stands for and checks their number.
func (s *Server) unwrap(b *pool.Buffer, isText bool) error {
	if len(b.Bytes) == 0 {
		return badBody("the body is empty; POST the picture's bytes (curl --data-binary @in.jpg), " +
			"or the form field " + strconv.Quote(wire.FieldFrame) + " (curl -F frame=@in.jpg)")
	}
	if !isPicture(b.Bytes) {
		n, err := decodeText(b.Bytes, isText)
		if err != nil {
			return err
		}
		b.Bytes = b.Bytes[:n]
	}
	if len(b.Bytes) > s.config.MaxBytes {
		return s.tooLarge()
	}
	return nil
}

// isPicture tells the binary formats from text that stands for them: nothing that
// begins like this is base64 of a picture.
func isPicture(b []byte) bool {
	return b[0] == 0xff || b[0] == 0x89 || bytes.HasPrefix(b, []byte("GIF8")) || bytes.HasPrefix(b, []byte("RIFF"))
}

// explain makes an error of reading one to answer with.
func (s *Server) explain(r *http.Request, err error) error {
	var coded *wire.Error
	switch {
	case errors.As(err, &coded):
		return err
	case errors.Is(err, errLimit):
		return s.tooLarge()
	case errors.Is(err, os.ErrDeadlineExceeded):
		return &wire.Error{Code: wire.Timeout, Detail: "the body came too slowly: it may take " +
			s.config.ReadTimeout.String() + ", and after " + grace.String() + " must have come at " + strconv.Itoa(leastRate) + " bytes a second or more"}
	case r.Context().Err() != nil:
		return context.Cause(r.Context())
	default:
		return badBody("the body is incomplete or not what its headers say")
	}
}

func (s *Server) tooLarge() error { return tooLarge(s.config.MaxBytes) }

func tooLarge(most int) error {
	return &wire.Error{Code: wire.TooLarge, Detail: "the picture has more than the " + strconv.Itoa(most) + " bytes that are allowed"}
}

var errLimit = errors.New("limit reached")

// limited reads at most left bytes and then fails, where an io.LimitedReader would
// pretend that the body ends.
type limited struct {
	from io.Reader
	left int
}

func (l *limited) Read(p []byte) (int, error) {
	if len(p) > l.left+1 {
		p = p[:l.left+1] // one more, to tell the end from too much
	}
	n, err := l.from.Read(p)
	l.left -= n
	if l.left < 0 {
		return n + l.left, errLimit
	}
	return n, err
}

func badBody(detail string) error { return &wire.Error{Code: wire.BadBody, Detail: detail} }

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

package server

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/http"
	"strconv"
	"strings"

	"framepost/api/pool"
	"framepost/api/wire"
)

// partOverhead is how many bytes the head of a part may have, boundary included.
const partOverhead = 64 << 10

// readForm returns the picture in the field frame of a form (RFC 7578), and whether its
// sender calls it text. The form is read part by part and never kept, and not beyond the
// picture. Other fields may come before it, with as many bytes as the picture may have.
func (s *Server) readForm(r *http.Request, contentType string, limit int) (b *pool.Buffer, isText bool, err error) {
	boundary := boundaryOf(contentType)
	if boundary == "" {
		return nil, false, badBody("the form has no boundary in its Content-Type")
	}
	body := &limited{r.Body, partOverhead}
	form := multipart.NewReader(body, boundary)
	field := strconv.Quote(wire.FieldFrame)
	missing := "the form has no field " + field + "; send the picture in it (curl -F frame=@in.jpg)"
	for others := limit; ; {
		part, err := form.NextRawPart()
		if err == io.EOF {
			return nil, false, badBody(missing)
		}
		if errors.Is(err, errLimit) {
			return nil, false, badBody("a part of the form has a head of more than " + strconv.Itoa(partOverhead) + " bytes")
		}
		if err != nil {
			return nil, false, err
		}
		if fieldOf(part) != wire.FieldFrame {
			body.left = others
			n, err := io.Copy(io.Discard, part)
			if errors.Is(err, errLimit) {
				return nil, false, &wire.Error{Code: wire.TooLarge, Detail: "the form has more than the " + strconv.Itoa(limit) +
					" bytes that are allowed before its field " + field + "; send that one first"}
			}
			if err != nil {
				return nil, false, err
			}
			others -= int(n)
			body.left = partOverhead
			continue
		}
		body.left = limit
		content, isText := contentOf(part)
		b, err := readAll(s.account(r), content, r.ContentLength, limit)
		if err != nil || len(b.Bytes) > 0 {
			return b, isText, err
		}
		// A page with two inputs of this name, one of them not filled in.
		s.account(r).release(b)
		missing = "the form's field " + field + " is empty"
		body.left = partOverhead
	}
}

// boundaryOf returns the boundary of a form, or "". Many programs forget to quote one
// that has a colon or slash (RFC 2046 section 5.1.1).
func boundaryOf(contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return params["boundary"]
	}
	return parameterIn(contentType, "boundary")
}

// fieldOf returns the name of a part's field, also where a quote in its file name makes
// the header one that package mime does not read.
func fieldOf(part *multipart.Part) string {
	if name := part.FormName(); name != "" {
		return name
	}
	return parameterIn(part.Header.Get("Content-Disposition"), "name")
}

// parameterIn finds a parameter in a header that is not well-formed: what stands between
// "name=" and the next semicolon, less the quotes around it.
func parameterIn(header, name string) string {
	for pair := range strings.SplitSeq(header, ";") {
		key, value, found := strings.Cut(pair, "=")
		if found && strings.EqualFold(strings.TrimSpace(key), name) {
			return strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return ""
}

// contentOf returns what a part holds, without its transfer encoding (RFC 2045 section 6),
// and whether it is text that stands for a picture.
func contentOf(part *multipart.Part) (content io.Reader, isText bool) {
	switch strings.ToLower(part.Header.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		return quotedprintable.NewReader(part), hasPrefixFold(part.Header.Get("Content-Type"), "text/")
	case "base64":
		return part, true
	}
	return part, hasPrefixFold(part.Header.Get("Content-Type"), "text/")
}

package mjpeg

import (
	"mime"
	"strings"
)

// Media types of the two framings. There is no registered one for pictures one after the
// other; this is what most programs call them.
const (
	TypeRaw   = "video/x-motion-jpeg"
	TypeParts = "multipart/x-mixed-replace"
)

// ContentType returns the media type of a stream with a boundary, "" for none.
func ContentType(boundary string) string {
	if boundary == "" {
		return TypeRaw
	}
	return TypeParts + "; boundary=" + boundary
}

// Boundary returns the boundary that a Content-Type names, and whether the stream has parts.
// Cameras forget to quote a boundary that has a colon or slash (RFC 2046 section 5.1.1), or
// to name it; its parts are found all the same, by their pictures.
func Boundary(contentType string) (boundary string, parts bool) {
	kind, params, _ := strings.Cut(contentType, ";")
	if !strings.HasPrefix(strings.ToLower(strings.TrimSpace(kind)), "multipart/") {
		return "", false
	}
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return params["boundary"], true
	}
	for pair := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(pair, "=")
		if strings.EqualFold(strings.TrimSpace(name), "boundary") {
			return strings.Trim(strings.TrimSpace(value), `"`), true
		}
	}
	return "", true
}

package server

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"framepost/api/pipeline"
	"framepost/api/pool"
	"framepost/api/server/accept"
	"framepost/api/wire"
)

// shape is how a client wants its answer.
type shape uint8

const (
	asPicture shape = iota
	asText          // a data URL of the picture
	asJSON          // no picture but what is known of it
)

// shapeOf returns the shape that an Accept header prefers. Nobody is refused for what
// they accept: a picture is what this path has.
func shapeOf(list string) shape {
	if list == "" || list == "*/*" {
		return asPicture
	}
	picture := 0.0
	for _, format := range pipeline.Formats {
		picture = max(picture, accept.Weight(list, format.MIME))
	}
	text, json := accept.Weight(list, "text/plain"), accept.Weight(list, "application/json")
	switch {
	case json > picture && json >= text:
		return asJSON
	case text > picture:
		return asText
	}
	return asPicture
}

// formatOf returns the format of the picture: the query's if it names one, else the one
// of an Accept header that names a single type of picture, else the default. A browser's
// <img> names all that it can show, and so asks for none of them.
func formatOf(asked *pipeline.Format, list string) *pipeline.Format {
	if asked != nil {
		return asked
	}
	named := ""
	for entry := range strings.SplitSeq(list, ",") {
		name, _, _ := strings.Cut(entry, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		switch {
		case !strings.HasPrefix(name, "image/") || name == "image/*" || accept.Weight(list, name) == 0:
		case named != "":
			return pipeline.Formats[0]
		default:
			named = name
		}
	}
	for _, format := range pipeline.Formats {
		if format.MIME == named {
			return format
		}
	}
	return pipeline.Formats[0]
}

// shaped returns the bytes of an answer in a shape, in a buffer that the caller releases.
// The answer's own buffer is taken over.
func shaped(a account, answer pipeline.Answer, format *pipeline.Format, as shape) (*pool.Buffer, error) {
	if err := a.adopt(answer.Body); err != nil {
		return nil, err
	}
	if as == asPicture {
		return answer.Body, nil
	}
	defer a.release(answer.Body)
	if as == asText {
		return dataURL(a, format.MIME, answer.Body.Bytes)
	}
	return findings(a, answer)
}

// typeOf returns the media type of an answer.
func typeOf(format *pipeline.Format, as shape) string {
	switch as {
	case asText:
		return "text/plain; charset=utf-8"
	case asJSON:
		return "application/json"
	}
	return format.MIME
}

// dataURL writes a picture as a data URL (RFC 2397).
func dataURL(a account, mime string, picture []byte) (*pool.Buffer, error) {
	head := dataScheme + mime + base64Mark + ","
	b, err := a.lend(len(head) + base64.StdEncoding.EncodedLen(len(picture)))
	if err != nil {
		return nil, err
	}
	base64.StdEncoding.Encode(b.Bytes[copy(b.Bytes, head):], picture)
	return b, nil
}

// findings writes what is known of an answer beside its picture, as JSON.
func findings(a account, answer pipeline.Answer) (*pool.Buffer, error) {
	faces := answer.Faces
	if faces == nil {
		faces = []wire.Box{} // [] in JSON, not null
	}
	text, err := json.Marshal(struct {
		Width  int        `json:"width"`
		Height int        `json:"height"`
		Faces  []wire.Box `json:"faces"`
		// omitted where no service was asked for boxes; omitempty would omit an empty list, too
		Boxes []wire.Detection `json:"boxes,omitzero"`
		wire.Figures
	}{answer.W, answer.H, faces, answer.Boxes, answer.Figures})
	if err != nil {
		return nil, err
	}
	b, err := a.lend(len(text))
	if err == nil {
		copy(b.Bytes, text)
	}
	return b, err
}

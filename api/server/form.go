package server

import (
	"encoding/json"

	"framepost/api/pipeline"
	"framepost/api/pool"
	"framepost/api/server/accept"
	"framepost/api/wire"
)

// shape is how a client wants its answer.
type shape uint8

const (
	asJPEG shape = iota
	asText       // a data URL of the picture
	asJSON       // no picture but what is known of it
)

// wanted is the shape that an Accept header prefers. Nobody is refused for what they
// accept: a picture is what this path has.
func wanted(list string) shape {
	if list == "" || list == "*/*" {
		return asJPEG
	}
	jpeg, text, json := accept.Weight(list, "image/jpeg"), accept.Weight(list, "text/plain"), accept.Weight(list, "application/json")
	switch {
	case json > jpeg && json >= text:
		return asJSON
	case text > jpeg:
		return asText
	}
	return asJPEG
}

// findings writes what is known of an answer beside its picture, as JSON, into a buffer
// that the caller releases.
func (m *memory) findings(answer pipeline.Answer) (*pool.Buffer, error) {
	faces := answer.Faces
	if faces == nil {
		faces = []wire.Box{} // [] in JSON, not null
	}
	text, err := json.Marshal(struct {
		Width  int        `json:"width"`
		Height int        `json:"height"`
		Faces  []wire.Box `json:"faces"`
	}{answer.W, answer.H, faces})
	if err != nil {
		return nil, err
	}
	b, err := m.lend(len(text))
	if err == nil {
		copy(b.Bytes, text)
	}
	return b, err
}

package plugin

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"

	"framepost/api/wire"
)

// Description is what a module says of itself.
type Description struct {
	wire.Op
	Picture Picture `json:"picture"`
}

// Picture is the form in which a module gets pictures.
type Picture string

// The forms that there are.
const (
	Planes Picture = "planes"
	RGBA   Picture = "rgba"
)

// Bounds of a description: every visitor's page loads it.
const (
	maxDescription = 64 << 10 // bytes
	maxParams      = 32
)

// parseDescription reads a description. What concerns every operation is checked when it joins a
// registry.
func parseDescription(text []byte) (Description, error) {
	var d Description
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return d, fmt.Errorf("its description cannot be read: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return d, errors.New("its description goes on after its end")
	}
	switch {
	case d.Picture != Planes && d.Picture != RGBA:
		return d, fmt.Errorf("its description asks for the picture %q; allowed are planes and rgba", d.Picture)
	case len(d.Params) > maxParams:
		return d, fmt.Errorf("its description has %d parameters; at most %d are allowed", len(d.Params), maxParams)
	case !reflect.DeepEqual(d.Properties, wire.Properties{Costly: d.Properties.Costly}):
		return d, errors.New("its description has a property other than costly")
	}
	return d, nil
}

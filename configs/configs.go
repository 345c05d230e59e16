// Package configs embeds the files of this folder that the program reads. The others are for
// deployment.
package configs

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// Preset is a chain with a name.
type Preset struct {
	Name  string `json:"name"`  // for the query, as in preset=NAME
	Title string `json:"title"` // for a button
	Text  string `json:"text"`  // one line on its effect or use
	Chain string `json:"chain"` // in the grammar of wire.ParseChain
}

//go:embed presets.json
var presets []byte

// Rates is rates.json: what a serverless platform asks for, as the page shows what a
// stream costs. "gib" is the memory that goes with each vCPU-second of work.
//
//go:embed rates.json
var Rates json.RawMessage

// Presets returns the presets of presets.json, in the order of the file.
func Presets() ([]Preset, error) {
	var list []Preset
	if err := json.Unmarshal(presets, &list); err != nil {
		return nil, fmt.Errorf("configs/presets.json: %w", err)
	}
	return list, nil
}

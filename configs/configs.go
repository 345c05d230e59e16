// Package configs puts the files of this folder that the program reads into the
// binary. The others are for deploying it.
package configs

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// Preset is a chain with a name.
type Preset struct {
	Name  string `json:"name"`  // as preset=NAME asks for it
	Title string `json:"title"` // as a button shows it
	Text  string `json:"text"`  // one line on what it looks like or is for
	Chain string `json:"chain"` // the chain, as ops= would have it
}

//go:embed presets.json
var presets []byte

// Rates is rates.json: what a serverless platform asks for, as the page shows what a
// stream costs. "gib" is the memory that goes with each vCPU-second of work.
//
//go:embed rates.json
var Rates json.RawMessage

// Presets are the chains of presets.json in the order in which it lists them.
func Presets() ([]Preset, error) {
	var list []Preset
	if err := json.Unmarshal(presets, &list); err != nil {
		return nil, fmt.Errorf("configs/presets.json: %w", err)
	}
	return list, nil
}

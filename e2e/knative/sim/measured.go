package sim

import (
	_ "embed"
	"encoding/json"
)

// Measured is what Command measure has found of framepost on a machine.
type Measured struct {
	Date    string `json:"date"`
	Machine string `json:"machine"`

	Starts      int     `json:"starts"`       // so many were measured, of which StartMS is the median
	StartMS     float64 `json:"start_ms"`     // from the start of the process to the end of the first answer
	Batches     int     `json:"batches"`      // so many were measured, of which CPUMS is the median
	Frames      int     `json:"frames"`       // in a batch: 640×480, the default chain, over HTTP/2
	CPUMS       float64 `json:"cpu_ms"`       // CPU time of the process for each frame
	PrivacyMS   float64 `json:"privacy_ms"`   // the same with the preset privacy, which looks for faces
	FrameBytes  int     `json:"frame_bytes"`  // mean, of a camera's frame
	AnswerBytes int     `json:"answer_bytes"` // mean
}

//go:embed measured.json
var measured []byte

// Here returns the figures of measured.json, with which the README's table was made.
func Here() (m Measured, err error) { return m, json.Unmarshal(measured, &m) }

// Package sidecar calls services that the operator runs beside this program, over HTTP: each is an
// operation of chains. It knows no pixels; package pipeline makes the messages and reads the
// answers. Only the addresses that the operator has written down are ever called, so no request
// can aim it.
package sidecar

import (
	"log/slog"
	"net/url"
	"time"

	"framepost/api/pipeline"
	"framepost/api/wire"
)

// Sidecar is a service as the operator's file declares it.
type Sidecar struct {
	Name    string
	Doc     string
	Address Address
	Params  []wire.Param

	Send    string // SendJPEG or SendRGB
	Quality int    // of SendJPEG, 1 to 100
	Answer  string // AnswerPicture or AnswerBoxes
	Draw    bool   // of AnswerBoxes

	Timeout     time.Duration // of a frame, waiting for others included
	Concurrency int           // frames at once; as many may wait
	Failure     string        // FailureSkip or FailureFail
}

// Address is where a sidecar listens.
type Address struct {
	URL    *url.URL // http; of a socket its path alone counts
	Socket string   // path of a Unix socket; "" for a TCP address
}

// String returns the address as the file has it, without a password.
func (a Address) String() string {
	if a.Socket != "" {
		return unixScheme + a.Socket + ":" + a.URL.RequestURI()
	}
	return a.URL.Redacted()
}

// How a frame goes to a sidecar.
const (
	SendJPEG = "jpeg"
	SendRGB  = "rgb"
)

// What a sidecar answers.
const (
	AnswerPicture = "picture"
	AnswerBoxes   = "boxes"
)

// What becomes of a frame whose sidecar is late, down or wrong.
const (
	FailureSkip = "skip" // it goes on without
	FailureFail = "fail" // it fails, too
)

// Services returns the operations of sidecars. What becomes of their circuits is logged.
func Services(list []Sidecar, log *slog.Logger) []pipeline.Service {
	services := make([]pipeline.Service, len(list))
	for i, s := range list {
		services[i] = pipeline.Service{
			Op:      wire.Op{Name: s.Name, Doc: s.Doc, Params: s.Params},
			Raw:     s.Send == SendRGB,
			Quality: s.Quality,
			Boxes:   s.Answer == AnswerBoxes,
			Draw:    s.Draw,
			Skip:    s.Failure == FailureSkip,
			Call:    newClient(s, log).call,
		}
	}
	return services
}

package wire

import (
	"strconv"
	"strings"
)

// Service is one call of a service that an operation of a chain has made.
type Service struct {
	Name    string  // of the operation
	Time    float64 // ms until it answered or was given up
	Skipped Reason  // why the frame went on without it; "" if it did its work
}

// Reason says in one word why a service has not done its work.
type Reason string

// The reasons.
const (
	ReasonBusy   Reason = "busy"   // it works on as many frames as it may, and as many wait
	ReasonLate   Reason = "late"   // it took longer than it may
	ReasonDown   Reason = "down"   // nothing answers at its address
	ReasonStatus Reason = "status" // it answered with another status than 200
	ReasonAnswer Reason = "answer" // its answer is none of those that it may give
	ReasonOpen   Reason = "open"   // it has failed repeatedly and is left alone for a while
)

// FormatSkipped returns "detect;down, look;late", the value of HeaderFrameSkipped; "" if no
// service was skipped.
func FormatSkipped(services []Service) string {
	var b []byte
	for _, s := range services {
		if s.Skipped == "" {
			continue
		}
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(append(append(b, s.Name...), ';'), s.Skipped...)
	}
	return string(b)
}

// Detection is an object that a service has found, in px of the answer.
type Detection struct {
	Box
	Label string  `json:"label"`
	Score float64 `json:"score"` // 0 to 1
}

// maxDetections bounds HeaderFrameBoxes, in bytes: proxies take 4 KiB for all headers of an answer,
// nginx by default.
const maxDetections = 2048

// FormatDetections returns "310,85,120,200,0.93,traffic%20light;…", the value of
// HeaderFrameBoxes, with percent-encoded labels. Of many it has as many as fit in 2 KiB; an
// answer as JSON has all.
func FormatDetections(list []Detection) string {
	var b []byte
	for _, d := range list {
		start := len(b)
		if start > 0 {
			b = append(b, ';')
		}
		b = append(b, FormatBoxes([]Box{d.Box})...)
		b = strconv.AppendFloat(append(b, ','), d.Score, 'f', 2, 64)
		b = appendEscaped(append(b, ','), d.Label)
		if len(b) > maxDetections {
			return string(b[:start])
		}
	}
	return string(b)
}

// appendEscaped appends s, percent-encoded but for RFC 3986's unreserved characters.
func appendEscaped(b []byte, s string) []byte {
	const digits = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b = append(b, c)
			continue
		}
		b = append(b, '%', digits[c>>4], digits[c&15])
	}
	return b
}

package filter

import (
	"errors"
	"image/color"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"framepost/api/wire"

	"golang.org/x/image/colornames"
)

// value is a parsed argument. The type of its parameter determines which field holds it.
type value struct {
	number  float64 // Int, Float, Length; Bool: 1 for true
	percent bool    // Length: number is in % of a side
	given   bool    // set in the chain; otherwise it is the default
	text    string  // Choice, Text
	colour  color.RGBA
}

// parse reads an argument of p as a chain has it. The error says what is allowed.
func parse(p wire.Param, s string) (value, error) {
	var v value
	var ok bool
	switch p.Type {
	case wire.Int, wire.Float:
		v.number, ok = parseNumber(p, s)
	case wire.Length:
		v.number, v.percent, ok = parseLength(p, s)
	case wire.Choice:
		v.text, ok = s, slices.Contains(p.Choices, s)
	case wire.Bool:
		v.number, ok = 0, s == "false"
		if s == "true" {
			v.number, ok = 1, true
		}
	case wire.Colour:
		v.colour, ok = parseColour(s)
	case wire.Text:
		v.text, ok = s, fitsText(p, s)
	}
	if !ok {
		return value{}, errors.New("has " + p.Name + " " + quote(s) + "; allowed is " + allowed(p) + suggestion(s, p.Choices))
	}
	return v, nil
}

// format returns the value of a parameter of type t as parse reads it.
func (v value) format(t wire.Type) string {
	switch t {
	case wire.Bool:
		return strconv.FormatBool(v.number != 0)
	case wire.Colour:
		rgb := 1<<24 | uint64(v.colour.R)<<16 | uint64(v.colour.G)<<8 | uint64(v.colour.B)
		return strconv.FormatUint(rgb, 16)[1:] // with the zeros in front
	case wire.Choice, wire.Text:
		return v.text
	}
	if v.percent {
		return number(v.number) + "%"
	}
	return number(v.number)
}

func parseNumber(p wire.Param, s string) (n float64, ok bool) {
	n, ok = ParseDecimal(s)
	whole := p.Type == wire.Float || n == math.Trunc(n)
	return n, ok && whole && n >= p.Min && n <= p.Max
}

func parseLength(p wire.Param, s string) (n float64, percent, ok bool) {
	share, percent := strings.CutSuffix(s, "%")
	if n, ok = ParseDecimal(share); percent {
		return n, true, ok && n >= 0 && n <= 100
	}
	return n, false, ok && n == math.Trunc(n) && n >= p.Min && n <= p.Max
}

// ParseDecimal parses a number of an argument. Unlike strconv it accepts only decimal numbers: no
// infinities, NaN or hexadecimal numbers, and none too large for a float64.
func ParseDecimal(s string) (n float64, ok bool) {
	if strings.Trim(s, "0123456789.eE+-") != "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

func parseColour(s string) (c color.RGBA, ok bool) {
	name := strings.ToLower(s)
	if c, ok = colornames.Map[name]; ok {
		return c, true
	}
	if name == "rebeccapurple" { // in CSS Color 4, but not in SVG 1.1, whose names the map has
		return color.RGBA{R: 0x66, G: 0x33, B: 0x99, A: 255}, true
	}
	s = strings.TrimPrefix(s, "#")
	n, err := strconv.ParseUint(s, 16, 24)
	return color.RGBA{R: byte(n >> 16), G: byte(n >> 8), B: byte(n), A: 255}, err == nil && len(s) == 6
}

func fitsText(p wire.Param, s string) bool {
	n := utf8.RuneCountInString(s)
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl) && n >= int(p.Min) && n <= int(p.Max)
}

// allowed returns the values that p takes, for errors: "a whole number from 0 to 8192 px".
func allowed(p wire.Param) string {
	limits := ""
	if p.Range != nil {
		limits = " from " + number(p.Min) + " to " + number(p.Max)
	}
	unit := p.Unit
	if unit != "" {
		unit = " " + unit
	}
	switch p.Type {
	case wire.Int:
		return "a whole number" + limits + unit
	case wire.Length:
		return "a whole number" + limits + unit + ", or 0% to 100%"
	case wire.Choice:
		return "one of " + strings.Join(p.Choices, ", ")
	case wire.Bool:
		return "true or false"
	case wire.Colour:
		return "rrggbb in hexadecimal or the name of a CSS colour"
	case wire.Text:
		return "a text" + limits + " characters, none of them a control character"
	}
	return "a number" + limits + unit
}

// quote returns s in quotes, shortened if it is long.
func quote(s string) string {
	const limit = 40
	if len(s) > limit {
		s = s[:limit] + "…"
	}
	return strconv.Quote(s)
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

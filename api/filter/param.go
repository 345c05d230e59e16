package filter

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// Type is the kind of value that a parameter takes.
type Type string

// The types of parameters.
const (
	Int    Type = "int"    // a whole number from Min to Max
	Float  Type = "float"  // a decimal number from Min to Max
	Length Type = "length" // a whole number of px from Min to Max, or a share of a side: "25%"
	Choice Type = "choice" // one of Choices
	Bool   Type = "bool"   // true or false
	Colour Type = "colour" // six hex digits after an optional #, or a CSS colour name
	Text   Type = "text"   // Min to Max characters
)

// Ranged reports whether Min and Max say something about the type.
func (t Type) Ranged() bool { return t == Int || t == Float || t == Length || t == Text }

// Param declares one parameter of an operation.
type Param struct {
	Name    string   `json:"name"`
	Doc     string   `json:"doc"` // one line
	Type    Type     `json:"type"`
	Unit    string   `json:"unit,omitempty"` // px, %, °
	Min     float64  `json:"min"`            // of the types that have a range
	Max     float64  `json:"max"`
	Step    float64  `json:"step"` // of a slider; 1 when not declared
	Choices []string `json:"choices,omitempty"`

	// Default is a number, a bool, or what one would write in a chain. When it is not
	// declared it is 0, false, the first choice, or nothing.
	Default any `json:"default"`

	initial value // Default, parsed
}

// MarshalJSON leaves out the range of types that have none.
func (p Param) MarshalJSON() ([]byte, error) {
	type plain Param // without this method
	if p.Type.Ranged() {
		return json.Marshal(plain(p))
	}
	return json.Marshal(struct {
		plain
		// These stand in front of plain's and are empty.
		Min  *float64 `json:"min,omitempty"`
		Max  *float64 `json:"max,omitempty"`
		Step *float64 `json:"step,omitempty"`
	}{plain: plain(p)})
}

// complete fills in what a declaration may leave out.
func (p Param) complete() Param {
	if p.Default == nil {
		switch {
		case p.Type == Bool:
			p.Default = false
		case p.Type == Choice:
			p.Default = p.Choices[0]
		case p.Type == Int || p.Type == Float:
			p.Default = 0
		}
	}
	if p.Step == 0 {
		p.Step = 1
	}
	return p
}

// prepare completes a declaration and finds slips in it.
func (f *Filter) prepare() error {
	switch {
	case f.Name == "" || f.Doc == "" || !slices.Contains(Groups, f.Group):
		return errors.New("needs a name, a line of documentation and one of the groups " + strings.Join(Groups, ", "))
	case f.Work == nil:
		return errors.New("has no work")
	}
	params := make([]Param, len(f.Params)) // [] in JSON, not null
	for i, p := range f.Params {
		if p.Name == "" || p.Doc == "" {
			return errors.New("has a parameter without a name or a line of documentation")
		}
		if p.Type == Choice && len(p.Choices) == 0 {
			return errors.New("has " + p.Name + " to choose, and no choices")
		}
		p = p.complete()
		written, ok := write(p.Default)
		if !ok {
			return errors.New("has a default of " + p.Name + " that is no number, bool or string")
		}
		initial, err := p.parse(written)
		if err != nil {
			return errors.New(err.Error() + ", by default")
		}
		p.initial = initial
		params[i] = p
	}
	f.Params = params
	return nil
}

// write is a default as it would be written in a chain.
func write(v any) (text string, ok bool) {
	switch v := v.(type) {
	case int:
		return number(float64(v)), true
	case float64:
		return number(v), true
	case bool:
		if v {
			return "true", true
		}
		return "false", true
	case string:
		return v, true
	}
	return "", false
}

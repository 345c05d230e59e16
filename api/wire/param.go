package wire

import "strconv"

// Type is the kind of value that a parameter takes.
type Type string

// The types of parameters.
const (
	Int    Type = "int"    // a whole number within the Range
	Float  Type = "float"  // a decimal number within the Range
	Length Type = "length" // a whole number of px within the Range, or a share of a side: "25%"
	Choice Type = "choice" // one of Choices
	Bool   Type = "bool"   // true or false
	Colour Type = "colour" // six hex digits after an optional #, or a CSS colour name in any case
	Text   Type = "text"   // as many characters as the Range says
)

// Ranged reports whether parameters of the type have a Range.
func (t Type) Ranged() bool { return t == Int || t == Float || t == Length || t == Text }

// Param is a parameter of an operation.
type Param struct {
	Name    string   `json:"name"`
	Doc     string   `json:"doc"` // one line
	Type    Type     `json:"type"`
	Unit    string   `json:"unit,omitempty"` // px, %, °
	*Range           // nil for types that are not Ranged; JSON then has none of its fields
	Choices []string `json:"choices,omitempty"`

	// Default is a number, a bool, or a string as a chain has it; see DefaultText. A
	// declaration may omit it if it is 0, false, the first choice or the empty text.
	Default any `json:"default"`
}

// Range bounds a number, or how many characters a text has.
type Range struct {
	Min  float64 `json:"min"`
	Max  float64 `json:"max"`
	Step float64 `json:"step"` // of a slider; a declaration may omit it if it is 1
}

// DefaultText returns the default as a chain has it. It returns "" for a default that is
// not a number, bool or string.
func (p Param) DefaultText() string {
	switch v := p.Default.(type) {
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case string:
		return v
	}
	return ""
}

package wire

import (
	"strconv"
	"strings"
)

// Call is one operation of a chain as it was written: a name and its arguments,
// not yet checked against the operation's declaration.
type Call struct {
	Name string
	Args []Arg
	Pos  int // 1-based place in the chain
}

// Arg is one argument. Key is empty when it was given by position.
type Arg struct {
	Key, Value string
}

// ParseChain reads an operation chain:
//
//	chain = call *( "," call )
//	call  = name *( ":" arg )
//	arg   = [ key "=" ] value
//
// Names and keys are lower-case letters, digits and "_", beginning with a letter.
// A value is any text in which a backslash takes away the meaning of the
// character after it, so that a text may hold a comma or a colon: "text:10\:30".
// Spaces around names, keys and values are dropped, but a value of spaces alone is one
// space: it was written, and an empty one was left out. The empty chain is legal and
// does nothing. Errors are *Error with the code BadOps and name the place.
func ParseChain(s string) ([]Call, error) {
	if len(s) > MaxChainLength {
		return nil, badOps("the chain has " + strconv.Itoa(len(s)) + " bytes; at most " +
			strconv.Itoa(MaxChainLength) + " are allowed")
	}
	if trim(s) == "" {
		return nil, nil
	}
	var calls []Call
	for rest, more := s, true; more; {
		var text string
		text, rest, more = cut(rest, ',')
		if len(calls) == MaxOps {
			return nil, badOps("the chain has more than " + strconv.Itoa(MaxOps) + " operations")
		}
		call, err := parseCall(text, len(calls)+1)
		if err != nil {
			return nil, err
		}
		calls = append(calls, call)
	}
	return calls, nil
}

func parseCall(text string, pos int) (Call, error) {
	name, rest, more := cut(text, ':')
	call := Call{Name: trim(name), Pos: pos}
	if !IsName(call.Name) {
		return call, badOps("operation " + strconv.Itoa(pos) + " has the name " + strconv.Quote(call.Name) +
			"; a name is lower-case letters, digits and _")
	}
	for more {
		text, rest, more = cut(rest, ':')
		key, value, keyed := cut(text, '=')
		if key = trim(key); !keyed || !IsName(key) {
			key, value = "", text
		}
		trimmed := unescape(trim(value))
		if trimmed == "" && value != "" {
			trimmed = " "
		}
		call.Args = append(call.Args, Arg{Key: key, Value: trimmed})
	}
	return call, nil
}

// FormatChain writes calls so that ParseChain reads them back.
func FormatChain(calls []Call) string {
	var b strings.Builder
	for i, call := range calls {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(call.Name)
		for _, arg := range call.Args {
			b.WriteByte(':')
			if arg.Key != "" {
				b.WriteString(arg.Key)
				b.WriteByte('=')
			}
			b.WriteString(escape(arg.Value))
		}
	}
	return b.String()
}

// cut splits s at the first sep that no backslash protects. The parts keep their
// backslashes.
func cut(s string, sep byte) (before, after string, found bool) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case sep:
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

// trim drops the spaces around s, but not one that a backslash protects.
func trim(s string) string {
	s = strings.TrimLeft(s, " ")
	t := strings.TrimRight(s, " ")
	backslashes := len(t) - len(strings.TrimRight(t, `\`))
	if backslashes%2 == 1 && len(t) < len(s) {
		t = s[:len(t)+1]
	}
	return t
}

func escape(value string) string {
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		edge := i == 0 || i == len(value)-1
		if strings.IndexByte(`\,:=`, value[i]) >= 0 || edge && value[i] == ' ' {
			b.WriteByte('\\')
		}
		b.WriteByte(value[i])
	}
	return b.String()
}

func unescape(value string) string {
	if strings.IndexByte(value, '\\') < 0 {
		return value
	}
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		if value[i] == '\\' && i+1 < len(value) {
			i++
		}
		b.WriteByte(value[i])
	}
	return b.String()
}

// IsName reports whether s can name an operation or a parameter: lower-case letters,
// digits and "_", beginning with a letter.
func IsName(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		letter := c >= 'a' && c <= 'z'
		if !letter && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != ""
}

func badOps(detail string) error { return &Error{Code: BadOps, Detail: detail} }

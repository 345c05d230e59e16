package access

import (
	"strings"

	"framepost/api/wire"
)

// A pattern is a chain of operations in which * stands for what may differ:
//
//	resize:700,mirror     this chain alone
//	resize:700,pixelate:* any arguments of pixelate, or none
//	resize:700,*          any operations after the first, or none
//	*                     every chain
//
// Elsewhere a star is a character like any other. Chains and patterns are compared as text, in
// the form of Canonical: "resize:700" and "resize:width=700" are two.
const wildcard = '*'

// Canonical returns a chain as wire.FormatChain writes it, so that spaces and needless
// backslashes make no difference. Its errors are those of wire.ParseChain.
func Canonical(chain string) (string, error) {
	calls, err := wire.ParseChain(chain)
	return wire.FormatChain(calls), err
}

// canonicalPattern is Canonical for a pattern. A star in place of an operation is no name, so
// an operation stands in for it while the pattern is parsed.
func canonicalPattern(pattern string) (string, error) {
	head, open := strings.CutSuffix(strings.TrimSpace(pattern), string(wildcard))
	if !open || !endsOperation(head) {
		return Canonical(pattern)
	}
	const standIn = "x"
	chain, err := Canonical(head + standIn)
	return strings.TrimSuffix(chain, standIn) + string(wildcard), err
}

// endsOperation reports whether another operation may follow a text: it is empty, or ends
// with a comma that no backslash protects.
func endsOperation(text string) bool {
	text = strings.TrimRight(text, " ")
	before, comma := strings.CutSuffix(text, ",")
	backslashes := len(before) - len(strings.TrimRight(before, `\`))
	return text == "" || comma && backslashes%2 == 0
}

// matches reports whether a canonical chain is what a canonical pattern allows.
func matches(pattern []byte, chain string) bool {
	j := 0
	for i := 0; i < len(pattern); i++ {
		rest := pattern[i:]
		switch {
		case len(rest) == 1 && rest[0] == wildcard && i == 0:
			return true
		case len(rest) == 2 && rest[0] == ',' && rest[1] == wildcard:
			return j == len(chain) || chain[j] == ','
		case rest[0] == ':' && len(rest) > 1 && rest[1] == wildcard && (len(rest) == 2 || rest[2] == ','):
			if j < len(chain) && chain[j] != ':' && chain[j] != ',' {
				return false // the name goes on
			}
			j += argumentsEnd(chain[j:])
			i++
			continue
		case rest[0] == '\\' && len(rest) > 1: // what follows has no meaning of its own
			if j >= len(chain) || chain[j] != '\\' {
				return false
			}
			i, j = i+1, j+1
		}
		if j >= len(chain) || chain[j] != pattern[i] {
			return false
		}
		j++
	}
	return j == len(chain)
}

// argumentsEnd returns the index of the first comma that no backslash protects, or the
// length.
func argumentsEnd(chain string) int {
	for i := 0; i < len(chain); i++ {
		switch chain[i] {
		case '\\':
			i++
		case ',':
			return i
		}
	}
	return len(chain)
}

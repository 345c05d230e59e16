package wire

import (
	"strconv"
	"strings"
)

// Local is the name of the mark that divides a chain, as in "faces:pixelate,local:,resize:700": what
// comes before it runs in the page, and only the result is sent. So a face that is hidden there
// never leaves the device. It is no operation; a server refuses it.
const Local = "local"

// Divided is a chain divided at its mark.
type Divided struct {
	Before, After string // without a mark, all is after
}

// DivideChain divides a chain. A mark with arguments, or a second one, is an error with the code
// BadOps, as is whatever ParseChain does not allow.
func DivideChain(chain string) (Divided, error) {
	calls, err := ParseChain(chain)
	if err != nil {
		return Divided{}, err
	}
	at := -1
	for i, call := range calls {
		place := "operation " + strconv.Itoa(call.Pos) + ", " + Local + ", "
		switch {
		case call.Name != Local:
		case at >= 0:
			return Divided{}, badOps(place + "divides the chain a second time; one is allowed")
		case len(call.Args) > 1 || len(call.Args) == 1 && (call.Args[0].Key != "" || trim(call.Args[0].Value) != ""):
			return Divided{}, badOps(place + "takes no arguments")
		default:
			at = i
		}
	}
	if at < 0 {
		return Divided{After: chain}, nil
	}
	return Divided{FormatChain(calls[:at]), FormatChain(calls[at+1:])}, nil
}

// Whole returns the chain without its mark.
func (d Divided) Whole() string {
	if d.Before == "" || d.After == "" {
		return d.Before + d.After
	}
	return d.Before + "," + d.After
}

// Bares reports whether one chain hides something before anything is sent, which another one would
// not.
func Bares(masked, other string) bool {
	one, _ := DivideChain(masked)
	two, _ := DivideChain(other)
	return one.Before != "" && one.Before != two.Before
}

// MisreadMark returns an error if a text asks for the mark in words that cannot be read: it is no chain,
// or the mark's name is misspelt and no operation that is known has that name. Whoever wrote it wants
// something to be hidden.
func MisreadMark(text string, known func(name string) bool) error {
	_, unreadable := DivideChain(text)
	var misspelt error
	for rest, more := text, true; more; {
		var call string
		call, rest, more = cut(rest, ',')
		name, _, _ := cut(call, ':')
		switch name = trim(name); {
		case strings.EqualFold(name, Local):
			return unreadable // nil where it is the mark itself
		case Nearest(strings.ToLower(name), []string{Local}) == Local && !known(name):
			misspelt = badOps("there is no operation " + name + ". Did you mean " + Local + "?")
		}
	}
	return misspelt
}

package access

import (
	"fmt"
	"os"
	"strings"

	"framepost/api/wire"
)

// Source is where keys are read from. Both may be empty, and both are read where both are
// given.
type Source struct {
	Text string // keys as "id:secret", separated by spaces, commas or line ends
	File string // the path of a file with the same, one a line; a line that begins with # is a comment
}

// Empty reports whether there is nothing to read keys from.
func (s Source) Empty() bool { return s.Text == "" && s.File == "" }

// entry is a key as it was written.
type entry struct{ id, secret string }

// read returns the keys, those of the text first. Its errors name keys by their place or
// their id, and never show a secret.
func (s Source) read() ([]entry, error) {
	list, err := parseKeys(strings.FieldsFunc(s.Text, func(r rune) bool { return strings.ContainsRune(" ,\t\r\n", r) }), "key")
	if err != nil || s.File == "" {
		return list, err
	}
	text, err := os.ReadFile(s.File)
	if err != nil {
		return nil, err
	}
	more, err := parseKeys(strings.Split(string(text), "\n"), "line")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.File, err)
	}
	if len(more) == 0 {
		return nil, fmt.Errorf("%s has no keys", s.File)
	}
	return distinct(append(list, more...))
}

func parseKeys(lines []string, what string) ([]entry, error) {
	var list []entry
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		id, secret, found := strings.Cut(line, ":")
		if !found || !isID(id) {
			return nil, fmt.Errorf("%s %d is not of the form id:secret with an id of up to %d letters, digits, - and _",
				what, i+1, maxID)
		}
		list = append(list, entry{id, secret})
	}
	return distinct(list)
}

func distinct(list []entry) ([]entry, error) {
	seen := map[string]bool{}
	for _, e := range list {
		if seen[e.id] {
			return nil, fmt.Errorf("there are two keys with the id %s", e.id)
		}
		seen[e.id] = true
	}
	return list, nil
}

// maxID is the most bytes of a key's id: capabilities carry it.
const maxID = 32

func isID(id string) bool {
	for i := range len(id) {
		c := id[i]
		if c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return id != "" && len(id) <= maxID
}

func unauthorized(detail string) error { return &wire.Error{Code: wire.Unauthorized, Detail: detail} }

package look

import (
	"strconv"
	"strings"

	"framepost/api/wire"
)

// Link is the fragment of the page's address, the part after its "#". It holds the chain and
// its settings, so that copying the address shares them. Zero fields are omitted.
type Link struct {
	Chain   *string // nil for none, since the empty chain is also a chain
	Preset  string  // instead of Chain
	Quality int
	Source  string
}

// keySource is the only key that is not a query parameter of the HTTP contract.
const keySource = "source"

// ParseLink reads a fragment, with or without its "#". It ignores unknown keys, because a link
// may have been made by another version of the page.
func ParseLink(fragment string) Link {
	var l Link
	for field := range strings.SplitSeq(strings.TrimPrefix(fragment, "#"), "&") {
		key, value, _ := strings.Cut(field, "=")
		value = wire.UnescapeQuery(value)
		switch key {
		case wire.QueryOps:
			l.Chain = &value
		case wire.QueryPreset:
			l.Preset = value
		case wire.QueryQuality:
			if q, err := strconv.Atoi(value); err == nil && q >= wire.MinQuality && q <= wire.MaxQuality {
				l.Quality = q
			}
		case keySource:
			l.Source = value
		}
	}
	return l
}

// String returns the fragment without its "#".
func (l Link) String() string {
	var fields []string
	add := func(key, value string) { fields = append(fields, key+"="+wire.EscapeQuery(value)) }
	switch {
	case l.Preset != "":
		add(wire.QueryPreset, l.Preset)
	case l.Chain != nil:
		add(wire.QueryOps, *l.Chain)
	}
	if l.Quality != 0 {
		add(wire.QueryQuality, strconv.Itoa(l.Quality))
	}
	if l.Source != "" {
		add(keySource, l.Source)
	}
	return strings.Join(fields, "&")
}

package look

import (
	"strconv"
	"strings"

	"framepost/api/wire"
)

// Link is what the page's address carries after its "#", so that copying the address
// passes on the look. Zero fields are not said.
type Link struct {
	Chain   *string // nil when not said: the empty chain is a chain
	Preset  string  // instead of Chain
	Quality int
	Source  string
}

// Keys of the fragment. Those of the HTTP contract mean the same.
const keySource = "source"

// ParseLink reads a fragment, with or without its "#". What it does not know it passes
// over: links outlive the pages that made them.
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

// String is the fragment without its "#".
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

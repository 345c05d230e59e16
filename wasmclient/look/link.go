package look

import (
	"strconv"
	"strings"

	"framepost/api/wire"
)

// Link is the fragment of the page's address, what follows its "#", so that copying the
// address passes on the look. Zero fields are left out.
type Link struct {
	Chain   *string // nil for none: the empty chain is a chain
	Preset  string  // instead of Chain
	Quality int
	Source  string
}

// keySource is the fragment's own key. The others are the query's of the HTTP contract.
const keySource = "source"

// ParseLink reads a fragment, with or without its "#". It ignores what it does not know:
// links outlive the pages that made them.
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

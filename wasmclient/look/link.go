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
		value = unescape(value)
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
	add := func(key, value string) { fields = append(fields, key+"="+escape(value)) }
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

// escape writes what may not stand in a query or a fragment as %XX (RFC 3986 section
// 2.1). Of the characters that may it leaves those of a chain alone, so that addresses
// stay readable; curl takes brackets and braces for patterns, so they are not among
// them.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~:,=", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

// unescape undoes escape. A percent sign that begins no escape stands for itself.
func unescape(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

package server

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"framepost/api/filter"
	"framepost/api/pipeline"
	"framepost/api/server/access"
	"framepost/api/wire"
)

// query is what the URL asks for.
type query struct {
	chain   filter.Chain
	text    string // of the chain, in the form that capabilities are compared with
	quality int
	bytes   int              // of the answer at most; 0: no limit
	about   bool             // bytes gives way
	format  *pipeline.Format // nil: as Accept says
	region  wire.Region      // of a frame; the zero Region: all of it
	flow    flow             // of a stream
}

// The parameters that there are, of a frame and of a stream. The pictures of a stream have one
// format.
var (
	frameNames = []string{wire.QueryOps, wire.QueryPreset, wire.QueryQuality, wire.QueryBytes, wire.QueryScale, wire.QueryFormat,
		wire.QueryRegion, wire.QueryCap}
	streamNames = []string{wire.QueryOps, wire.QueryPreset, wire.QueryQuality, wire.QueryBytes, wire.QueryScale, wire.QueryCap,
		wire.QueryFPS, wire.QueryLive, wire.QueryOnError}
)

// Bounds of what is remembered: a stream sends the same query 30 times a second, an
// attacker a different one every time.
const (
	maxQueries     = 256
	maxQueryLength = 1024
)

// queries remembers what recent query strings mean.
type queries struct {
	pipeline Pipeline
	names    []string // of the parameters that there are
	mu       sync.RWMutex
	known    map[string]query
}

// parse returns what a query asks for. It remembers queries without their region.
func (c *queries) parse(raw string) (query, error) {
	if !strings.Contains(raw, wire.QueryRegion) || !slices.Contains(c.names, wire.QueryRegion) {
		return c.recall(raw)
	}
	region, has, err := param(raw, wire.QueryRegion, wire.BadRegion)
	if err != nil {
		return query{}, err
	}
	q, err := c.recall(withoutRegion(raw))
	if err == nil && has {
		q.region, err = readRegion(region, q.chain)
	}
	return q, err
}

// recall returns what a query without a region means.
func (c *queries) recall(raw string) (query, error) {
	c.mu.RLock()
	q, known := c.known[raw]
	c.mu.RUnlock()
	if known {
		return q, nil
	}
	q, err := c.read(raw)
	if err != nil || len(raw) > maxQueryLength {
		return q, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= maxQueries {
		c.known = make(map[string]query) // the streams under way are back with their next frame
	}
	c.known[strings.Clone(raw)] = q
	return q, nil
}

// forget has each query read again.
func (c *queries) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known = nil
}

// read parses a query. An ops that is there but empty is the empty chain. A parameter of
// another name is an error: "opps" would get the default chain without a word.
func (c *queries) read(raw string) (query, error) {
	if err := onlyKnown(raw, c.names); err != nil {
		return query{}, err
	}
	format, err := readFormat(raw)
	if err != nil {
		return query{}, err
	}
	bytes, about, err := readBytes(raw, format)
	if err != nil {
		return query{}, err
	}
	otherwise := wire.DefaultQuality
	if bytes > 0 {
		otherwise = wire.MaxQuality // as good as fits
	}
	quality, err := number(raw, wire.QueryQuality, wire.BadQuality, wire.MinQuality, wire.MaxQuality, otherwise)
	if err != nil {
		return query{}, err
	}
	scale, err := number(raw, wire.QueryScale, wire.BadScale, wire.MinScale, wire.MaxScale, wire.MaxScale)
	if err != nil {
		return query{}, err
	}
	flow, err := readFlow(raw)
	if err != nil {
		return query{}, err
	}
	ops, hasOps, err := param(raw, wire.QueryOps, wire.BadOps)
	if err != nil {
		return query{}, err
	}
	preset, hasPreset, err := param(raw, wire.QueryPreset, wire.BadOps)
	if err != nil {
		return query{}, err
	}
	if hasOps && hasPreset {
		return query{}, &wire.Error{Code: wire.BadOps, Detail: "both ops and preset are given; only one is allowed"}
	}
	var chain filter.Chain
	switch {
	case hasOps:
		chain, err = c.pipeline.Parse(ops)
	case hasPreset:
		ops = c.presetText(preset)
		chain, err = c.pipeline.Preset(preset)
	default:
		ops = wire.DefaultChain
		chain, err = c.pipeline.Parse(ops)
	}
	if err != nil {
		return query{}, err
	}
	text, err := access.Canonical(ops)
	return query{chain: chain.Scaled(scale), text: text, quality: quality, bytes: bytes, about: about, format: format, flow: flow}, err
}

// presetText returns the chain of a preset as it is written, "" for one that there is not.
func (c *queries) presetText(name string) string {
	for _, preset := range c.pipeline.Catalogue().Presets {
		if preset.Name == name {
			return preset.Chain
		}
	}
	return ""
}

// parameterNames returns the names in a query, joined by "&", without their values.
func parameterNames(raw string) string {
	var names []string
	for pair := range strings.SplitSeq(raw, "&") {
		name, _, _ := strings.Cut(pair, "=")
		names = append(names, name)
	}
	return strings.Join(names, "&")
}

// onlyKnown refuses parameters that there are not, and names the nearest that there is.
func onlyKnown(raw string, names []string) error {
	for pair := range strings.SplitSeq(raw, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if pair == "" || slices.Contains(names, name) {
			continue
		}
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		detail := "there is no query parameter " + strconv.Quote(name) + "; there are " + strings.Join(names, ", ")
		if nearest := wire.Nearest(name, names); nearest != "" {
			detail += ". Did you mean " + nearest + "?"
		}
		return &wire.Error{Code: wire.BadQuery, Detail: detail}
	}
	return nil
}

func readFormat(raw string) (*pipeline.Format, error) {
	given, has, err := param(raw, wire.QueryFormat, wire.BadFormat)
	if err != nil || !has {
		return nil, err
	}
	for _, format := range pipeline.Formats {
		if format.Name == given {
			return format, nil
		}
	}
	return nil, &wire.Error{Code: wire.BadFormat, Detail: wire.QueryFormat + " is " + strconv.Quote(given) +
		"; allowed is " + strings.Join(formatNames(), " or ")}
}

// readBytes returns the limit to the answer's bytes, 0 if there is none, and whether it gives way.
// With a format, it must be one whose size follows a quality.
func readBytes(raw string, format *pipeline.Format) (n int, about bool, err error) {
	given, has, err := param(raw, wire.QueryBytes, wire.BadBytes)
	if err != nil || !has {
		return 0, false, err
	}
	n, about, ok := wire.ParseBytes(strings.TrimSpace(given))
	if !ok {
		return 0, false, &wire.Error{Code: wire.BadBytes, Detail: wire.QueryBytes + " is " + strconv.Quote(given) + "; allowed is a whole number from 1 to " +
			strconv.Itoa(wire.MaxBytes) + ", where 30k is 30000, 2M is 2000000, and ~30k is about as many"}
	}
	return n, about, limitable(n, format)
}

// limitable returns an error if a limit to the answer's bytes goes with a lossless format. nil is
// a format that is not chosen yet.
func limitable(bytes int, format *pipeline.Format) error {
	if bytes == 0 || format == nil || !format.Lossless {
		return nil
	}
	return &wire.Error{Code: wire.BadBytes, Detail: wire.QueryBytes + " is given with the format " + format.Name +
		", which is lossless: its size cannot be chosen; allowed is " + pipeline.JPEG.Name}
}

func formatNames() (names []string) {
	for _, format := range pipeline.Formats {
		names = append(names, format.Name)
	}
	return names
}

// number reads a parameter that is a whole number from least to most.
func number(raw, name string, code wire.Code, least, most, otherwise int) (int, error) {
	given, has, err := param(raw, name, code)
	if err != nil || !has {
		return otherwise, err
	}
	n, err := strconv.Atoi(strings.TrimSpace(given))
	if err != nil || n < least || n > most {
		return 0, &wire.Error{Code: code, Detail: name + " is " + strconv.Quote(given) +
			"; allowed is a whole number from " + strconv.Itoa(least) + " to " + strconv.Itoa(most)}
	}
	return n, nil
}

// param finds a parameter in a query that is encoded as forms are: "+" is a space,
// which a chain ignores around its parts, so that "brightness:+10" is what it looks
// like. url.ParseQuery is not used because it drops in silence what it cannot read, a
// chain with a semicolon for one: the frame would go through another chain than the
// one that was asked for.
func param(raw, name string, code wire.Code) (value string, given bool, err error) {
	for pair := range strings.SplitSeq(raw, "&") {
		key, text, _ := strings.Cut(pair, "=")
		if key != name {
			continue
		}
		if given {
			return "", true, &wire.Error{Code: code, Detail: "the query parameter " + name + " is given twice"}
		}
		given = true
		if value, err = url.QueryUnescape(text); err != nil {
			return "", true, &wire.Error{Code: code, Detail: "the query parameter " + name +
				` has a "%" without two hexadecimal digits; a percent sign itself is written %25`}
		}
	}
	return value, given, nil
}

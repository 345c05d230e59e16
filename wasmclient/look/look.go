// Package look holds what the viewer edits: the chain of operations as the page's editor shows
// it, the quality, and the states for undo and redo. It also makes the texts that share them,
// such as a link or a command. It is plain Go; package browser shows it.
package look

import (
	"slices"
	"strings"

	"framepost/api/wire"
)

// Catalogue lists the server's operations and presets, as it publishes them at wire.PathOps.
type Catalogue struct {
	Ops     []wire.Op // by name
	Presets []Preset
}

// Preset is a chain with a name.
type Preset struct{ Name, Title, Text, Chain string }

// Op returns the operation of that name, and whether there is one.
func (c *Catalogue) Op(name string) (wire.Op, bool) {
	for _, op := range c.Ops {
		if op.Name == name {
			return op, true
		}
	}
	return wire.Op{}, false
}

// Preset returns the preset of that name, and whether there is one.
func (c *Catalogue) Preset(name string) (Preset, bool) {
	for _, p := range c.Presets {
		if p.Name == name {
			return p, true
		}
	}
	return Preset{}, false
}

// Listed returns the name of the preset with exactly this chain, or "".
func (c *Catalogue) Listed(chain string) string {
	for _, p := range c.Presets {
		if p.Chain == chain {
			return p.Name
		}
	}
	return ""
}

// Named returns the name of the preset with this chain, whether mirrored or not, or "".
func (c *Catalogue) Named(chain string) string {
	if at := c.At(c.Presets, chain); at >= 0 {
		return c.Presets[at].Name
	}
	return ""
}

// At returns the index in a list of the preset with this chain or, if there is none, of the one
// with this chain mirrored, or -1.
func (c *Catalogue) At(list []Preset, chain string) int {
	if at := slices.IndexFunc(list, func(p Preset) bool { return p.Chain == chain }); at >= 0 {
		return at
	}
	chain = c.straight(chain)
	return slices.IndexFunc(list, func(p Preset) bool { return c.straight(p.Chain) == chain })
}

// Next returns the preset of a list at a distance of by, which may be negative, from the one with
// this chain; the list is circular. For a chain that is not in the list it returns the first preset
// or, if by is negative, the last.
func (c *Catalogue) Next(list []Preset, chain string, by int) (Preset, bool) {
	n := len(list)
	if n == 0 {
		return Preset{}, false
	}
	at := c.At(list, chain)
	if at < 0 && by < 0 {
		at = 0
	}
	return list[((at+by)%n+n)%n], true
}

// Meant returns the name of the operation that the words of a search that matches none may
// mean, or "".
func (c *Catalogue) Meant(words string) string {
	var names []string
	for _, op := range c.Ops {
		names = append(names, op.Name)
	}
	return wire.Nearest(strings.ToLower(strings.TrimSpace(words)), names)
}

// SetsSize reports whether a chain begins with an operation that sets the size, so that a
// smaller picture has a result of the same size.
func (c *Catalogue) SetsSize(chain string) bool {
	calls, err := wire.ParseChain(chain)
	if err != nil || len(calls) == 0 {
		return false
	}
	op, _ := c.Op(calls[0].Name)
	return op.Properties.SetsSize
}

// FullSize returns a chain without the operations that set the size, so that the result of a
// picture is as large as the picture, but for what crops or turns it.
func (c *Catalogue) FullSize(chain string) string {
	calls, err := wire.ParseChain(chain)
	if err != nil {
		return chain
	}
	return wire.FormatChain(slices.DeleteFunc(calls, func(call wire.Call) bool {
		op, _ := c.Op(call.Name)
		return op.Properties.SetsSize
	}))
}

// also are words for operations that do not occur in their documentation: what people who know
// other programs look for.
var also = map[string]string{
	"gray":         "grey black and white monochrome desaturate b&w",
	"threshold":    "binary black and white",
	"grain":        "noise film",
	"median":       "noise denoise remove despeckle",
	"bilateral":    "smooth skin noise denoise",
	"blur":         "soft focus gaussian",
	"sharpen":      "unsharp mask detail",
	"clahe":        "contrast equalise histogram",
	"equalize":     "equalise contrast",
	"mirror":       "flip horizontal selfie",
	"flip":         "vertical upside down",
	"rotate":       "turn angle",
	"transpose":    "turn portrait rotate",
	"resize":       "scale size width height",
	"crop":         "cut trim",
	"pixelate":     "mosaic censor hide anonymous",
	"faces":        "privacy anonymous censor blur face hide",
	"redact":       "censor hide anonymous black bar",
	"sobel":        "edges outline",
	"canny":        "edges outline",
	"laplacian":    "edges",
	"tint":         "colour colourise duotone",
	"hue":          "colour rotate",
	"saturation":   "colour vivid vibrance",
	"whitebalance": "temperature warm cold colour cast",
	"brightness":   "light exposure dark",
	"gamma":        "light midtones",
	"contrast":     "levels punch",
	"text":         "caption title word watermark",
	"clock":        "time date timestamp",
	"overlay":      "logo watermark stamp",
	"border":       "frame",
	"grid":         "thirds lines",
	"lut":          "cube grade look film",
	"invert":       "negative",
	"cartoon":      "comic toon",
	"sketch":       "pencil drawing",
}

// Matches reports whether a search matches an operation: each of its words occurs in the
// operation's name, group or documentation, or in what people also call it.
func Matches(op wire.Op, words string) bool {
	all := strings.ToLower(op.Name + " " + op.Group + " " + op.Doc + " " + also[op.Name])
	for _, word := range strings.Fields(strings.ToLower(words)) {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}

// Best returns the name of the operation that a search most likely looks for, or "": the one of
// that name, before one that begins so or is first of all also called so, before one with each word
// in its names, before one with them in its documentation.
func (c *Catalogue) Best(words string) (name string) {
	words = strings.ToLower(strings.TrimSpace(words))
	best := 0
	for _, op := range c.Ops {
		names := op.Name + " " + also[op.Name]
		named := func(word string) bool { return strings.Contains(names, word) }
		rank := 0
		switch {
		case !Matches(op, words):
		case op.Name == words:
			rank = 4
		case strings.HasPrefix(op.Name, words), strings.HasPrefix(also[op.Name], words):
			rank = 3
		case !slices.ContainsFunc(strings.Fields(words), func(word string) bool { return !named(word) }):
			rank = 2
		default:
			rank = 1
		}
		if rank > best {
			name, best = op.Name, rank
		}
	}
	return name
}

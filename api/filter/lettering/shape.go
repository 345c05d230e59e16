package lettering

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// Line is one line of text as glyphs. It may be drawn by many goroutines at once.
type Line struct {
	glyphs          []glyph // from left to right
	ascent, descent int     // units of the font above and below the baseline
}

// Shape lays out a line. Its error is a phrase after an operation's name: it says which
// character no font has, or that nothing would be visible; or it is that of a font that could
// not be loaded.
//
// The scripts of the fonts need little shaping: accents over letters, Arabic letters that join,
// and the two directions. github.com/go-text/typesetting shapes every script, but would make
// the program 1.8 MB larger.
func Shape(text string) (*Line, error) {
	memory := memories.Get().(*reader)
	memory.err = nil
	defer memories.Put(memory)
	line := join(compose([]rune(text)), memory)
	clusters := split(line, memory)
	if memory.err != nil {
		return nil, memory.err
	}
	for _, c := range clusters {
		if c.font == nil {
			return nil, cannotWrite(c.lacking(memory))
		}
	}
	l := &Line{glyphs: make([]glyph, 0, len(line))}
	for _, run := range visualOrder(line) {
		part := within(clusters, run)
		if run.rightToLeft() {
			part = slices.Clone(part)
			slices.Reverse(part)
		}
		for _, c := range part {
			l.append(c, run.rightToLeft(), memory)
		}
	}
	if !slices.ContainsFunc(l.glyphs, func(g glyph) bool { return !g.ink.Empty() }) {
		return nil, errors.New("has a text of which nothing would show")
	}
	return l, nil
}

func cannotWrite(r rune) error {
	return errors.New("cannot write " + strconv.QuoteRune(r) + " (" + codePoint(r) + ")" + "; it writes Latin, Greek, Cyrillic, " +
		"Armenian, Georgian, Hebrew and Arabic letters, digits, punctuation, and symbols such as ✓ ★ → °")
}

// codePoint returns "U+0041" for A: at least four digits, as Unicode writes them.
func codePoint(r rune) string {
	digits := strings.ToUpper(strconv.FormatInt(int64(r), 16))
	return "U+" + strings.Repeat("0", max(4-len(digits), 0)) + digits
}

// compose returns the line with each letter and its mark replaced by the character for both, if
// there is one. Characters without a mark stay as they are.
func compose(line []rune) []rune {
	if !slices.ContainsFunc(line, isMark) {
		return line
	}
	composed := make([]rune, 0, len(line))
	for from := 0; from < len(line); {
		to := from + 1
		for to < len(line) && isMark(line[to]) {
			to++
		}
		part := line[from:to]
		if shorter := []rune(norm.NFC.String(string(part))); len(shorter) < len(part) {
			part = shorter
		}
		composed = append(composed, part...)
		from = to
	}
	return composed
}

// cluster is a character and its marks, all in one font.
type cluster struct {
	at         int        // its place in the line
	characters []rune     // and invisible ones, which split has left between them
	font       *sfnt.Font // nil where no font has them all
}

// split returns the clusters of a line, without the invisible characters before the first.
func split(line []rune, memory *reader) []cluster {
	clusters := make([]cluster, 0, len(line))
	for i, r := range line {
		last := len(clusters) - 1
		switch joins := isMark(r) || invisible(r); {
		case joins && last >= 0:
			clusters[last].characters = line[clusters[last].at : i+1]
		case !invisible(r):
			clusters = append(clusters, cluster{at: i, characters: line[i : i+1]})
		}
	}
	for i := range clusters {
		clusters[i].font = find(memory, clusters[i].characters...)
	}
	return clusters
}

func isMark(r rune) bool { return r > unicode.MaxASCII && unicode.In(r, unicode.Mn, unicode.Me) }

// invisible reports whether a character has no shape of its own and only affects others, as
// direction marks, joiners and variation selectors do.
func invisible(r rune) bool {
	return r > unicode.MaxASCII && unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) &&
		!unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// lacking returns the first character of the cluster that no font has. If some font has each
// of them but none has all, it returns the last one.
func (c cluster) lacking(memory *reader) rune {
	for _, r := range c.characters {
		if find(memory, r) == nil {
			return r
		}
	}
	return c.characters[len(c.characters)-1]
}

// within returns the clusters that begin in a run.
func within(clusters []cluster, r run) []cluster {
	from, to := 0, len(clusters)
	for from < to && clusters[from].at < r.from {
		from++
	}
	for to > from && clusters[to-1].at >= r.to {
		to--
	}
	return clusters[from:to]
}

// append adds the glyphs of a cluster. In a run from right to left it mirrors brackets and
// other paired characters.
func (l *Line) append(c cluster, rightToLeft bool, memory *reader) {
	base := c.characters[0]
	if rightToLeft {
		base = mirrored(base)
	}
	letter := newGlyph(memory, c.font, base)
	l.glyphs = append(l.glyphs, letter)
	marks := newMarks(letter)
	for _, r := range c.characters[1:] {
		if invisible(r) {
			continue
		}
		l.glyphs = append(l.glyphs, marks.place(newGlyph(memory, c.font, r), r))
	}
	// At this size one px is one unit of the font; see newGlyph.
	metrics, err := c.font.Metrics(&memory.Buffer, unitsPerEm, font.HintingNone)
	if err != nil {
		panic(err) // the font is part of the program
	}
	l.ascent, l.descent = max(l.ascent, int(metrics.Ascent)), max(l.descent, int(metrics.Descent))
}

// mirrored returns the mirror image of r if there is a character for it, or r.
func mirrored(r rune) rune {
	const pairs = "<>«»‹›≤≥"
	characters := []rune(pairs)
	if i := slices.Index(characters, r); i >= 0 {
		return characters[i^1]
	}
	return []rune(bidi.ReverseString(string(r)))[0] // it mirrors brackets
}

package lettering

import (
	"slices"
	"sync"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// The forms of an Arabic letter, in the order of Unicode's blocks of presentation forms.
const (
	isolated = iota
	final
	initial
	medial
)

const (
	tatweel = 'ـ' // lengthens a joint
	joiner  = '\u200d'
)

// presentation returns the forms of Arabic letters, and of lam with an alef, which are one.
// Those that join no letter after them have two, and hamza, which joins none, has one. The
// characters of the blocks are in that order, and NFKC leads from each to its letter.
var presentation = sync.OnceValue(func() map[string][]rune {
	forms := make(map[string][]rune)
	for _, block := range [][2]rune{{0xFE80, 0xFEFC}, {0xFB50, 0xFBFF}} {
		for r := block[0]; r <= block[1]; r++ {
			letters := norm.NFKC.String(string(r))
			isLigature := len([]rune(letters)) > 1 // of which those with lam, from FEF5 on, are a must
			if letters != string(r) && (!isLigature || r >= 0xFEF5) {
				forms[letters] = append(forms[letters], r)
			}
		}
	}
	return forms
})

// join returns a line in which Arabic letters have the forms that join them to their
// neighbours.
func join(line []rune, memory *sfnt.Buffer) []rune {
	if !slices.ContainsFunc(line, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
		return line
	}
	joined := make([]rune, 0, len(line))
	before := false // the letter before joins this one
	for i := 0; i < len(line); i++ {
		r := line[i]
		if isMark(r) { // letters join over it
			joined = append(joined, r)
			continue
		}
		next := neighbour(line, i)
		letter, end := string(r), i+1
		if next < len(line) {
			ligature := letter + string(line[next]) // lam with an alef
			if forms := presentation()[ligature]; forms != nil && find(memory, forms...) != nil {
				letter, end = ligature, next+1
			}
		}
		forms := presentation()[letter]
		after := len(forms) == 4 && next < len(line) && joinsBefore(line[next])
		form := isolated
		switch {
		case len(forms) < 2:
		case before && after:
			form = medial
		case before:
			form = final
		case after:
			form = initial
		}
		before = len(forms) == 4 || r == tatweel || r == joiner
		if (form != isolated || end > i+1) && find(memory, forms[form]) != nil {
			r = forms[form]
		}
		joined = append(joined, r)
		if end > i+1 {
			joined = append(joined, line[i+1:next]...) // the marks of lam
		}
		i = end - 1
	}
	return joined
}

// neighbour returns the place of the next letter after line[i].
func neighbour(line []rune, i int) int {
	for i++; i < len(line) && isMark(line[i]); {
		i++
	}
	return i
}

// joinsBefore reports whether a letter joins the one before it.
func joinsBefore(r rune) bool {
	return len(presentation()[string(r)]) > 1 || r == tatweel || r == joiner
}

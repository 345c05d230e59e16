package lettering

import (
	"slices"
	"sync"
	"unicode"

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

// presentation returns the presentation forms of Arabic letters and of the ligatures of lam
// and alef. Letters that never join the next one have two forms, and hamza, which joins
// neither neighbour, has one. Unicode's blocks hold them in that order, and NFKC maps each form
// back to its letter.
var presentation = sync.OnceValue(func() map[string][]rune {
	forms := make(map[string][]rune)
	for _, block := range [][2]rune{{0xFE80, 0xFEFC}, {0xFB50, 0xFBFF}} {
		for r := block[0]; r <= block[1]; r++ {
			letters := norm.NFKC.String(string(r))
			isLigature := len([]rune(letters)) > 1 // only those of lam and alef, from FEF5 on, are mandatory
			if letters != string(r) && (!isLigature || r >= 0xFEF5) {
				forms[letters] = append(forms[letters], r)
			}
		}
	}
	return forms
})

// join returns the line with its Arabic letters replaced by the forms that join their
// neighbours.
func join(line []rune, memory *reader) []rune {
	if !slices.ContainsFunc(line, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
		return line
	}
	joined := make([]rune, 0, len(line))
	before := false // whether the previous letter joins this one
	for i := 0; i < len(line); i++ {
		r := line[i]
		if isMark(r) { // letters join across it
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

// neighbour returns the index of the next letter after line[i].
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

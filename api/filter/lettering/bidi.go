package lettering

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// run is a part of a line that is written in one direction. Its level is the embedding level of
// the Unicode Bidirectional Algorithm (UAX #9); a run with an odd level is right to left.
type run struct {
	from, to int // runes
	level    int
}

func (r run) rightToLeft() bool { return r.level%2 == 1 }

// visualOrder returns the runs of a line in the order from left to right. The direction of the
// line itself is that of its first letter.
func visualOrder(line []rune) []run {
	runs := directions(line)
	// Rule L2 of UAX #9: from the highest level to the lowest odd one, reverse every sequence
	// of runs at that level or higher.
	for level := 2; level > 0; level-- {
		for from := 0; from < len(runs); from++ {
			to := from
			for to < len(runs) && runs[to].level >= level {
				to++
			}
			slices.Reverse(runs[from:to])
			from = max(from, to)
		}
	}
	return runs
}

// directions returns the runs of a line in reading order.
func directions(line []rune) (runs []run) {
	levels := embedding(line)
	for from := 0; from < len(line); {
		to := from + 1
		for to < len(line) && levels[to] == levels[from] {
			to++
		}
		runs = append(runs, run{from, to, levels[from]})
		from = to
	}
	return runs
}

// embedding returns the level of each rune. Package bidi finds the directions but does not
// export the levels. Only a few levels occur, apart from formatting characters: a line from left
// to right has 0, then 1 for text from right to left and 2 for numbers within that; a line from
// right to left has 1 and 2.
func embedding(line []rune) []int {
	levels := make([]int, len(line))
	if !slices.ContainsFunc(line, turns) {
		return levels
	}
	var paragraph bidi.Paragraph
	paragraph.SetString(string(line)) // its error is about options, which are not used
	order, err := paragraph.Order()
	if err != nil {
		return levels
	}
	base := baseLevel(line)
	for i := range order.NumRuns() {
		part := order.Run(i)
		from, last := part.Pos()
		to := last + 1
		switch {
		case part.Direction() == bidi.RightToLeft:
			fill(levels[from:to], 1)
		case base == 1:
			fill(levels[from:to], 2)
		default:
			raiseNumbers(levels, line, from, to)
		}
	}
	return levels
}

// baseLevel returns the level of a line by rules P2 and P3: 1 if the first letter outside of
// isolates is written from right to left.
func baseLevel(line []rune) int {
	isolates := 0
	for _, r := range line {
		switch class(r) {
		case bidi.LRI, bidi.RLI, bidi.FSI:
			isolates++
		case bidi.PDI:
			isolates = max(isolates-1, 0)
		case bidi.L:
			if isolates == 0 {
				return 0
			}
		case bidi.R, bidi.AL:
			if isolates == 0 {
				return 1
			}
		}
	}
	return 0
}

// raiseNumbers sets the levels of the numbers in line[from:to] to 2. That part of a
// left-to-right line is itself left to right. The numbers are those that follow a
// right-to-left letter (rule W7) and all of Arabic digits.
func raiseNumbers(levels []int, line []rune, from, to int) {
	number := -1 // where the number of the previous rune began; -1 if it was not in one
	afterRightToLeft := from > 0 && levels[from-1] == 1
	if afterRightToLeft {
		number = from // "$" may precede the digits
	}
	for i := from; i < to; i++ {
		switch c := class(line[i]); c {
		case bidi.EN, bidi.AN:
			if c == bidi.EN && !afterRightToLeft {
				continue
			}
			if number < 0 {
				number = i
			}
			end := i + 1
			for c == bidi.EN && end < to && class(line[end]) == bidi.ET { // "%" may follow them
				end++
			}
			fill(levels[number:end], 2)
		case bidi.CS, bidi.ES, bidi.ET, bidi.NSM, bidi.BN: // may be within a number
		default:
			number, afterRightToLeft = -1, false
		}
	}
}

// turns reports whether a character can make anything run from right to left.
func turns(r rune) bool {
	switch class(r) {
	case bidi.R, bidi.AL, bidi.AN, bidi.RLE, bidi.RLO, bidi.RLI, bidi.FSI:
		return true
	}
	return false
}

func fill(levels []int, level int) {
	for i := range levels {
		levels[i] = level
	}
}

func class(r rune) bidi.Class {
	properties, _ := bidi.LookupRune(r)
	return properties.Class()
}

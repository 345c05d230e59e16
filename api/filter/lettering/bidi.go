package lettering

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// run is a part of a line that is written in one direction. Its level is the embedding
// level of the Unicode Bidirectional Algorithm (UAX #9): odd ones run from right to left.
type run struct {
	from, to int // runes
	level    int
}

func (r run) rightToLeft() bool { return r.level%2 == 1 }

// visualOrder returns the runs of a line as they stand from left to right. The line's own
// direction is that of its first letter.
func visualOrder(line []rune) []run {
	runs := directions(line)
	// Rule L2 of UAX #9: from the highest level to the lowest odd one, what is at that level
	// or higher is reversed.
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

// directions returns the runs of a line in the order in which they are read.
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

// embedding returns the level of each rune. Package bidi finds the directions but keeps the
// levels to itself. There are few: formatting characters aside, a line from left to right has
// 0, 1 for what runs from right to left and 2 for numbers within that; a line from right to
// left has 1 and 2.
func embedding(line []rune) []int {
	levels := make([]int, len(line))
	if !slices.ContainsFunc(line, turns) {
		return levels
	}
	var paragraph bidi.Paragraph
	paragraph.SetString(string(line)) // its error is about options, and there are none
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

// baseLevel returns the level of a line by rules P2 and P3: 1 if the first letter that no
// isolate encloses is written from right to left.
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

// raiseNumbers sets the levels of numbers within line[from:to], a part of a line from left to
// right that runs so itself, to 2. Those are the numbers that follow a letter from right to
// left (rule W7) and all of Arabic digits.
func raiseNumbers(levels []int, line []rune, from, to int) {
	number := -1 // where the number began that the rune before belongs to
	afterRightToLeft := from > 0 && levels[from-1] == 1
	if afterRightToLeft {
		number = from // "$" may stand before the digits
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
			for c == bidi.EN && end < to && class(line[end]) == bidi.ET { // "%" behind them
				end++
			}
			fill(levels[number:end], 2)
		case bidi.CS, bidi.ES, bidi.ET, bidi.NSM, bidi.BN: // may stand within a number
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

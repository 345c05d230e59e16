package lettering

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/bidi"
)

// reordered returns the characters of a line in the order from left to right.
func reordered(text string) string {
	line := []rune(text)
	var b strings.Builder
	for _, run := range visualOrder(line) {
		part := slices.Clone(line[run.from:run.to])
		if run.rightToLeft() {
			slices.Reverse(part)
		}
		b.WriteString(string(part))
	}
	return b.String()
}

// TestVisualOrder has lines as UAX #9 orders them. א, ב, ג are Hebrew, ا, ب Arabic.
func TestVisualOrder(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{"", ""},
		{"abc", "abc"},
		{"אבג", "גבא"},
		{"a אב b", "a בא b"},
		{"a אב", "a בא"},
		{"אב a ג", "ג a בא"},
		{"אב 12", "12 בא"},
		{"אב 12 ג", "ג 12 בא"},
		{"a אב 12 ג b", "a ג 12 בא b"}, // the number is within a right-to-left run
		{"a אב 12 b", "a 12 בא b"},     // here too: it follows a Hebrew letter
		{"a אב 12b", "a 12 באb"},
		{"a אב $12.5% b", "a $12.5% בא b"},
		{"a 12 אב", "a 12 בא"},
		{"a אב, b", "a בא, b"},
		{"a ١٢ אב b", "a בא ١٢ b"}, // Arabic digits belong to the right-to-left run that follows
		{"a ١/٢ אב b", "a בא ١/٢ b"},
		{"ا 1 a ب", "ب a 1 ا"},
		{"1 2 3", "1 2 3"},
		{"\u2067אב\u2069 a", "\u2067בא\u2069 a"},
	} {
		if got := reordered(test.line); got != test.want {
			t.Errorf("%+q: got %+q, want %+q", test.line, got, test.want)
		}
	}
}

// TestLevels tries every line of a few characters of each kind: no rune is lost, and each
// level has the direction that package bidi reports.
func TestLevels(t *testing.T) {
	kinds := []rune("aא ا1١,%(\u0301\u2067\u2069")
	line := make([]rune, 4)
	var try func(at int)
	try = func(at int) {
		if at < len(line) {
			for _, line[at] = range kinds {
				try(at + 1)
			}
			return
		}
		var p bidi.Paragraph
		p.SetString(string(line))
		order, err := p.Order()
		if err != nil {
			t.Fatal(err)
		}
		rightToLeft := make([]bool, len(line))
		for i := range order.NumRuns() {
			part := order.Run(i)
			from, last := part.Pos()
			for at := from; at <= last; at++ {
				rightToLeft[at] = part.Direction() == bidi.RightToLeft
			}
		}
		written := 0
		for _, run := range visualOrder(line) {
			for at := run.from; at < run.to; at++ {
				if run.rightToLeft() != rightToLeft[at] {
					t.Fatalf("%+q: rune %d has level %d", string(line), at, run.level)
				}
				written++
			}
		}
		if written != len(line) {
			t.Fatalf("%+q: %d runes are written", string(line), written)
		}
	}
	try(0)
}

package look

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"framepost/api/wire"
)

// Looks are the viewer's own presets, each with a title that no other has. They have neither name
// nor text: a link to one carries its chain, since its reader does not have it.
type Looks []Preset

// Bounds of a title, in characters, and of the number of looks.
const (
	LongestTitle = 40
	MostLooks    = 100
)

// Save adds a look, or replaces the chain of the one with that title, and reports whether it did
// the latter. An error says why it did neither: there is no title, one of the presets has it, or
// there is no room.
func (l *Looks) Save(title, chain string, presets []Preset) (replaced bool, err error) {
	title = tidy(title)
	if err := check(title, chain, presets); err != nil {
		return false, err
	}
	if i := l.at(title); i >= 0 {
		(*l)[i].Chain = chain
		return true, nil
	}
	if len(*l) >= MostLooks {
		return false, errFull
	}
	*l = append(*l, Preset{Title: title, Chain: chain})
	return false, nil
}

// Rename changes a look's title. An error says why it did not: there is no title, or a preset or
// another look has it.
func (l *Looks) Rename(i int, title string, presets []Preset) error {
	title = tidy(title)
	if err := check(title, (*l)[i].Chain, presets); err != nil {
		return err
	}
	if other := l.at(title); other >= 0 && other != i {
		return errors.New("another look is called " + title)
	}
	(*l)[i].Title = title
	return nil
}

// Delete removes a look and returns it.
func (l *Looks) Delete(i int) Preset {
	gone := (*l)[i]
	*l = slices.Delete(*l, i, i+1)
	return gone
}

// Import adds the looks of a file, all of them or, with an error that says why, none. One whose
// title is taken gets a number after it; one that is there already, title and chain, is left out.
// It returns how many were added.
func (l *Looks) Import(file, presets []Preset) (added int, err error) {
	all := slices.Clone(*l)
	for i, p := range file {
		p = Preset{Title: tidy(p.Title), Chain: p.Chain}
		if err := check(p.Title, p.Chain, nil); err != nil {
			return 0, errors.New("entry " + strconv.Itoa(i+1) + ": " + err.Error())
		}
		same := func(q Preset) bool { return q.Title == p.Title && q.Chain == p.Chain }
		if slices.ContainsFunc(all, same) || slices.ContainsFunc(presets, same) {
			continue
		}
		p.Title = all.free(p.Title, presets)
		all = append(all, p)
	}
	if len(all) > MostLooks {
		return 0, errFull
	}
	added = len(all) - len(*l)
	*l = all
	return added, nil
}

var errFull = errors.New("there is room for " + strconv.Itoa(MostLooks) + " looks")

// check returns why a look is not possible, or nil.
func check(title, chain string, presets []Preset) error {
	if title == "" {
		return errors.New("a look needs a name")
	}
	if titled(presets, title) {
		return errors.New("a preset of the server is called " + title)
	}
	_, err := wire.ParseChain(chain)
	if why, ok := err.(*wire.Error); ok {
		return errors.New(why.Detail)
	}
	return err
}

// free returns the title, with a number after it if it is taken.
func (l Looks) free(title string, presets []Preset) string {
	name := title
	for n := 2; l.at(name) >= 0 || titled(presets, name); n++ {
		number := " " + strconv.Itoa(n)
		runes := []rune(title)
		name = tidy(string(runes[:min(len(runes), LongestTitle-len(number))])) + number
	}
	return name
}

func (l Looks) at(title string) int {
	return slices.IndexFunc(l, func(p Preset) bool { return p.Title == title })
}

// titled reports whether a preset has that title, whatever the case.
func titled(presets []Preset, title string) bool {
	return slices.ContainsFunc(presets, func(p Preset) bool { return strings.EqualFold(p.Title, title) })
}

// tidy returns a title without what cannot be seen, such as control characters and those that
// change the direction of the letters after them, without spaces around it, and without what is
// too long.
func tidy(title string) string {
	title = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, title)
	runes := []rune(strings.TrimSpace(title))
	return strings.TrimSpace(string(runes[:min(len(runes), LongestTitle)]))
}

// JSON returns the looks as configs/presets.json lists presets, so that a server can have them,
// too. Their names are made from their titles.
func (l Looks) JSON() string {
	var entries, names []string
	for _, p := range l {
		base := slug(p.Title)
		p.Name = base
		for n := 2; slices.Contains(names, p.Name); n++ {
			p.Name = base + "-" + strconv.Itoa(n)
		}
		names = append(names, p.Name)
		p.Text = p.Title
		entries = append(entries, entry(p))
	}
	return "[" + strings.Join(entries, ", ") + "]\n"
}

// slug returns a title in lower case, with hyphens in place of all but ASCII letters and digits.
func slug(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	if len(words) == 0 {
		return "look"
	}
	return strings.Join(words, "-")
}

// MatchesLook reports whether a search matches a look: each of its words occurs in the title, or
// matches one of the operations, as Matches has it.
func (c *Catalogue) MatchesLook(p Preset, words string) bool {
	calls, _ := wire.ParseChain(p.Chain)
	for _, word := range strings.Fields(strings.ToLower(words)) {
		uses := func(call wire.Call) bool {
			op, known := c.Op(call.Name)
			return known && Matches(op, word)
		}
		if !strings.Contains(strings.ToLower(p.Title), word) && !slices.ContainsFunc(calls, uses) {
			return false
		}
	}
	return true
}

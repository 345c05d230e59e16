package look

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

var servers = []Preset{{Name: "noir", Title: "Noir", Chain: "gray"}}

func TestLooksAreSaved(t *testing.T) {
	var l Looks
	for _, test := range []struct {
		title, chain, refusal string
		replaced              bool
	}{
		{" Evening ", "resize:700,gamma:1.4", "", false},
		{"Évening!", "gray", "", false},
		{"evening", "blur:4", "", false},
		{"Evening", "gray,blur", "", true},
		{strings.Repeat("ä", 60), "flip", "", false},
		{" \t\n\x00\u202e", "gray", "needs a name", false},
		{"noir", "gray", "preset of the server", false},
		{"Broken", "Gray", "Gray", false},
	} {
		replaced, err := l.Save(test.title, test.chain, servers)
		if replaced != test.replaced || (err == nil) != (test.refusal == "") || err != nil && !strings.Contains(err.Error(), test.refusal) {
			t.Errorf("Save(%q, %q) = %v, %v", test.title, test.chain, replaced, err)
		}
	}
	want := Looks{{Title: "Evening", Chain: "gray,blur"}, {Title: "Évening!", Chain: "gray"}, {Title: "evening", Chain: "blur:4"},
		{Title: strings.Repeat("ä", LongestTitle), Chain: "flip"}}
	if !slices.Equal(l, want) {
		t.Errorf("looks: %q", l)
	}
}

func TestLooksHaveTheirLimit(t *testing.T) {
	var l Looks
	for i := range MostLooks {
		if _, err := l.Save("look "+strconv.Itoa(i), "gray", nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Save("one more", "gray", nil); err != errFull {
		t.Errorf("one more: %v", err)
	}
	if replaced, err := l.Save("look 7", "blur", nil); !replaced || err != nil {
		t.Errorf("one that is there: %v, %v", replaced, err)
	}
	if _, err := l.Import([]Preset{{Title: "one more", Chain: "gray"}}, nil); err != errFull || len(l) != MostLooks {
		t.Errorf("one more from a file: %v, %d looks", err, len(l))
	}
}

func TestLooksAreRenamedAndDeleted(t *testing.T) {
	l := Looks{{Title: "Dawn", Chain: "gray"}, {Title: "Dusk", Chain: "blur"}}
	for _, title := range []string{"", "Dusk", "NOIR"} {
		if l.Rename(0, title, servers) == nil {
			t.Errorf("renamed to %q", title)
		}
	}
	if err := l.Rename(0, "dawn", servers); err != nil || l[0] != (Preset{Title: "dawn", Chain: "gray"}) {
		t.Errorf("renamed: %q, %v", l, err)
	}
	if gone := l.Delete(0); gone.Title != "dawn" || len(l) != 1 || l[0].Title != "Dusk" {
		t.Errorf("deleted %q, left %q", gone, l)
	}
}

func TestLooksAreImported(t *testing.T) {
	l := Looks{{Title: "Dawn", Chain: "gray"}}
	long := strings.Repeat("x", LongestTitle)
	added, err := l.Import([]Preset{
		{Name: "dawn", Title: "Dawn", Text: "is there", Chain: "gray"},
		{Title: "Dawn", Chain: "blur"},
		{Title: "Dawn", Chain: "flip"},
		{Title: "Noir", Chain: "gray"}, // is a preset
		{Title: "Noir", Chain: "flip"},
		{Title: long, Chain: "gray"},
		{Title: long, Chain: "flip"},
	}, servers)
	want := Looks{{Title: "Dawn", Chain: "gray"}, {Title: "Dawn 2", Chain: "blur"}, {Title: "Dawn 3", Chain: "flip"},
		{Title: "Noir 2", Chain: "flip"}, {Title: long, Chain: "gray"}, {Title: long[:LongestTitle-2] + " 2", Chain: "flip"}}
	if err != nil || added != 5 || !slices.Equal(l, want) {
		t.Errorf("%d added, %v: %q", added, err, l)
	}
	for _, bad := range []Preset{{Title: "", Chain: "gray"}, {Title: "Bad", Chain: "Gray"}, {}} {
		before := slices.Clone(l)
		added, err := l.Import([]Preset{{Title: "Good", Chain: "gray"}, bad}, servers)
		if added != 0 || err == nil || !strings.Contains(err.Error(), "entry 2") || !slices.Equal(l, before) {
			t.Errorf("with %q %d added, %v: %q", bad, added, err, l)
		}
	}
}

// What the page writes it can read again, and servers can.
func TestLooksAsJSON(t *testing.T) {
	l := Looks{{Title: "Blue hour", Chain: "gray"}, {Title: "blue-hour", Chain: `text:a "b"`}, {Title: "夜", Chain: "flip"}}
	var got []struct{ Name, Title, Text, Chain string }
	if err := json.Unmarshal([]byte(l.JSON()), &got); err != nil {
		t.Fatalf("%v in\n%s", err, l.JSON())
	}
	for i, name := range []string{"blue-hour", "blue-hour-2", "look"} {
		if g := got[i]; g.Name != name || g.Title != l[i].Title || g.Text == "" || g.Chain != l[i].Chain {
			t.Errorf("%q is written %q", l[i], g)
		}
	}
	if none := (Looks)(nil).JSON(); none != "[]\n" {
		t.Errorf("no looks are %q", none)
	}
}

func TestMatchesLook(t *testing.T) {
	c := editor("mirror").Catalogue
	p := Preset{Title: "Evening", Chain: "resize:700,mirror"}
	for words, want := range map[string]bool{"": true, "even": true, "SELFIE": true, "evening scale": true, "evening noir": false} {
		if got := c.MatchesLook(p, words); got != want {
			t.Errorf("MatchesLook(%q) = %v", words, got)
		}
	}
}

// Whatever a file has for a title, what is kept is short, can be seen, and is valid JSON.
func FuzzTitle(f *testing.F) {
	for _, title := range []string{"Evening", "<img src=x onerror=alert(1)>", strings.Repeat("ab ", 5000), "\x00\x1b[2J\u202egnihtyna", "\xff", "a\u2028b"} {
		f.Add(title)
	}
	f.Fuzz(func(t *testing.T, title string) {
		var l Looks
		if _, err := l.Save(title, "gray", nil); err != nil {
			return
		}
		got := l[0].Title
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > LongestTitle || strings.ContainsAny(got, "\x00\n\r\t\x1b\u202e\u2028") || got != tidy(got) {
			t.Errorf("%q became %q", title, got)
		}
		var entries []struct{ Title string }
		if err := json.Unmarshal([]byte(l.JSON()), &entries); err != nil || entries[0].Title != got {
			t.Errorf("%q: %v in %s", got, err, l.JSON())
		}
	})
}

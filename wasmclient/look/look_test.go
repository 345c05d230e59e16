package look

import (
	"strings"
	"testing"

	"framepost/api/wire"
)

func catalogue() Catalogue {
	return Catalogue{
		Ops: []wire.Op{
			{Name: "resize", Group: "geometry", Doc: "Brings the picture to a size.", Params: []wire.Param{
				{Name: "width", Type: wire.Int, Unit: "px", Range: &wire.Range{Max: 8192}, Default: 700.0},
				{Name: "height", Type: wire.Int, Unit: "px", Range: &wire.Range{Max: 8192}, Default: 0.0},
				{Name: "fit", Type: wire.Choice, Choices: []string{"stretch", "cover"}, Default: "stretch"},
			}, Properties: wire.Properties{SetsSize: true}},
			{Name: "mirror", Group: "geometry", Doc: "Swaps left and right.", Properties: wire.Properties{Mirrors: true}},
			{Name: "text", Group: "overlay", Doc: "Writes a line.", Params: []wire.Param{
				{Name: "text", Type: wire.Text, Range: &wire.Range{Min: 1, Max: 120}, Default: "framepost"},
				{Name: "size", Type: wire.Length, Unit: "px", Default: "8%"},
			}},
		},
		Presets: []Preset{{Name: "classic", Chain: "resize:700,mirror"}, {Name: "plain", Chain: "resize"}, {Name: "flat", Chain: "mirror"}},
	}
}

func editor(chain string) *Editor {
	e := NewEditor(chain, 85)
	e.Catalogue = catalogue()
	return e
}

func TestSetWritesAsShortlyAsCanBe(t *testing.T) {
	for _, test := range []struct {
		chain       string
		step, param int
		value, want string
	}{
		{"resize", 0, 0, "320", "resize:320"},
		{"resize:320", 0, 0, "700", "resize"},
		{"resize:320", 0, 1, "200", "resize:320:200"},
		{"resize", 0, 1, "200", "resize:height=200"},
		{"resize:height=200", 0, 2, "cover", "resize:height=200:fit=cover"},
		{"resize:height=200:fit=cover", 0, 0, "10", "resize:10:200:cover"},
		{"resize:320:200:cover", 0, 1, "0", "resize:320:fit=cover"},
		{"mirror,text", 1, 0, "10:30, noon", `mirror,text:10\:30\, noon`},
		{"twirl:9", 0, 0, "1", "twirl:9"}, // its parameters are unknown
	} {
		e := editor(test.chain)
		e.Set(test.step, test.param, test.value)
		if got := e.Chain(); got != test.want {
			t.Errorf("%s with %q for parameter %d: %s, want %s", test.chain, test.value, test.param, got, test.want)
		}
	}
}

func TestEditing(t *testing.T) {
	e := editor("resize:700,mirror")
	steps := []struct {
		what string
		do   func()
		want string
	}{
		{"add", func() { e.Add("text") }, "resize:700,mirror,text"},
		{"move", func() { e.Move(2, 0) }, "text,resize:700,mirror"},
		{"bypass", func() { e.Bypass(1, true) }, "text,mirror"},
		{"write around what is left out", func() { _ = e.Write("mirror,text:a") }, "mirror,text:a"},
		{"take in again", func() { e.Bypass(1, false) }, "mirror,resize:700,text:a"},
		{"reset", func() { e.Reset(1) }, "mirror,resize,text:a"},
		{"remove", func() { e.Remove(0) }, "resize,text:a"},
		{"apply", func() { _ = e.Apply("mirror") }, "mirror"},
		{"nothing", func() { _ = e.Write("") }, ""},
	}
	for _, s := range steps {
		s.do()
		e.Commit()
		if got := e.Chain(); got != s.want {
			t.Fatalf("%s: %s, want %s", s.what, got, s.want)
		}
	}
	for i := len(steps) - 2; i >= 0; i-- {
		if e.Undo(); e.Chain() != steps[i].want {
			t.Fatalf("undo: %s, want %s", e.Chain(), steps[i].want)
		}
	}
	if !e.Undo() || e.Chain() != "resize:700,mirror" || e.Undo() {
		t.Errorf("undo ends at %s", e.Chain())
	}
	for _, s := range steps {
		if e.Redo(); e.Chain() != s.want {
			t.Fatalf("redo: %s, want %s", e.Chain(), s.want)
		}
	}
	if e.Redo() {
		t.Error("there is something to redo after the last")
	}
}

func TestAChangeEndsRedo(t *testing.T) {
	e := editor("mirror")
	e.SetQuality(40)
	e.Commit()
	e.Undo()
	if e.Quality() != 85 {
		t.Errorf("quality %d after undo", e.Quality())
	}
	e.Add("text")
	e.Commit()
	if e.CanRedo() {
		t.Error("the undone change can be had back over another one")
	}
}

func TestUncommittedIsUndoneFirst(t *testing.T) {
	e := editor("mirror")
	e.Set(0, 0, "x")
	e.Add("text")
	e.Undo()
	if e.Chain() != "mirror" {
		t.Errorf("undo leads to %s", e.Chain())
	}
}

func TestFoldingIsNoStateToComeBackTo(t *testing.T) {
	e := editor("mirror,text")
	e.Fold(0, false)
	e.Commit()
	if e.CanUndo() {
		t.Error("folding can be undone")
	}
}

func TestWriteRefusesWhatIsNoChain(t *testing.T) {
	e := editor("mirror")
	if e.Write("Mirror") == nil || e.Apply("a,,b") == nil {
		t.Error("no error")
	}
	if e.Chain() != "mirror" {
		t.Errorf("the chain has become %s", e.Chain())
	}
}

func TestAChainIsFullAt32(t *testing.T) {
	e := editor(strings.Repeat("mirror,", 31) + "mirror")
	if e.Add("mirror") {
		t.Error("a 33rd operation is added")
	}
}

func TestSummary(t *testing.T) {
	c := catalogue()
	for chain, want := range map[string]string{
		"resize":                    "700 px",
		"resize:320:fit=cover":      "320 px, fit cover",
		"mirror":                    "",
		"text":                      "",
		"text:hello:size=12%":       "hello, size 12%",
		"text:hello:20":             "hello, size 20 px",
		"resize:1:2:cover:too:many": "1 px, height 2 px, fit cover",
	} {
		s := editor(chain).Steps()[0]
		op, _ := c.Op(s.Name)
		if got := s.Summary(op); got != want {
			t.Errorf("%s: %q, want %q", chain, got, want)
		}
	}
}

func TestNext(t *testing.T) {
	c := catalogue()
	for _, test := range []struct {
		chain string
		by    int
		want  string
	}{
		{"resize:700,mirror", 1, "plain"}, {"resize:700,mirror", -1, "flat"}, {"mirror", 1, "classic"},
		{"text", 1, "classic"}, {"text", -1, "flat"},
	} {
		if p, ok := c.Next(c.Presets, test.chain, test.by); !ok || p.Name != test.want {
			t.Errorf("%+d from %s: %s, want %s", test.by, test.chain, p.Name, test.want)
		}
	}
	if _, ok := new(Catalogue).Next(nil, "mirror", 1); ok {
		t.Error("there is a next preset where there is none")
	}
}

func TestMatches(t *testing.T) {
	op := catalogue().Ops[0]
	for words, want := range map[string]bool{"": true, "RES": true, "geometry size": true, "blur": false, "size blur": false} {
		if Matches(op, words) != want {
			t.Errorf("%q: %v", words, !want)
		}
	}
}

func TestBest(t *testing.T) {
	c := Catalogue{Ops: []wire.Op{
		{Name: "bilateral", Doc: "Smooths, but keeps edges."},
		{Name: "faces", Doc: "Hides faces."},
		{Name: "flip", Doc: "Swaps top and bottom."},
		{Name: "grain", Doc: "Adds noise."},
		{Name: "gray", Doc: "Drops the colours."},
		{Name: "histogram", Doc: "Shows the luma, black at the left and white at the right."},
		{Name: "median", Doc: "Removes specks."},
		{Name: "mirror", Doc: "Swaps left and right."},
		{Name: "threshold", Doc: "Makes samples black or white."},
	}}
	for words, want := range map[string]string{
		"grey": "gray", "gray": "gray", "GRA": "grain", "black and white": "gray", "noise": "grain", "remove noise": "median",
		"selfie": "mirror", "flip": "flip", "luma": "histogram", "privacy face": "faces", "swirl": "",
	} {
		if got := c.Best(words); got != want {
			t.Errorf("the best for %q is %q, want %q", words, got, want)
		}
	}
}

// People look for what other programs call it.
func TestMatchesWhatPeopleCallIt(t *testing.T) {
	for words, name := range map[string]string{"grey": "gray", "black and white": "gray", "noise": "grain", "logo": "overlay", "Censor": "redact"} {
		if !Matches(wire.Op{Name: name}, words) {
			t.Errorf("%q does not find %s", words, name)
		}
	}
	c := catalogue()
	if got := c.Meant("resise"); got != "resize" {
		t.Errorf("meant %q", got)
	}
	if got := c.Meant("zzzzzzz"); got != "" {
		t.Errorf("meant %q", got)
	}
}

func TestForget(t *testing.T) {
	e := NewEditor("resize:700", 85)
	_ = e.Apply("blur")
	e.Commit()
	e.Forget()
	if e.CanUndo() || e.Undo() || e.Chain() != "blur" {
		t.Error("there is something to undo")
	}
}

func TestLink(t *testing.T) {
	chain, empty := `resize:700,text:a&b=#%\, 'ü'`, ""
	for _, l := range []Link{
		{}, {Chain: &chain, Quality: 40}, {Chain: &empty}, {Preset: "noir", Source: "test"},
	} {
		got := ParseLink("#" + l.String())
		if (got.Chain == nil) != (l.Chain == nil) || l.Chain != nil && *got.Chain != *l.Chain {
			t.Errorf("%s: the chain is lost", l)
		}
		if got.Preset != l.Preset || got.Quality != l.Quality || got.Source != l.Source {
			t.Errorf("%s reads %+v, want %+v", l, got, l)
		}
	}
	simple := "resize:700,mirror"
	if got, want := (Link{Chain: &simple, Quality: 60}).String(), "ops=resize:700,mirror&q=60"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if l := ParseLink("#q=900&q=x&foo&ops=100%"); l.Quality != 0 || *l.Chain != "100%" {
		t.Errorf("%+v", l)
	}
}

func FuzzLink(f *testing.F) {
	f.Add("resize:700,mirror", "%")
	f.Fuzz(func(t *testing.T, chain, fragment string) {
		if got := ParseLink(Link{Chain: &chain}.String()).Chain; got == nil || *got != chain {
			t.Errorf("%q comes back as %v", chain, got)
		}
		ParseLink(fragment)
	})
}

func TestFullSize(t *testing.T) {
	c := catalogue()
	for _, test := range [][2]string{
		{"resize:700,mirror", "mirror"},
		{"resize:700", ""},
		{"", ""},
		{"text:resize,resize:10:20,mirror,resize", "text:resize,mirror"},
		{"unknown:4,resize", "unknown:4"},
		{"Oops,resize", "Oops,resize"}, // wrong: the server says so
	} {
		if got := c.FullSize(test[0]); got != test[1] {
			t.Errorf("the full size of %q is %q, want %q", test[0], got, test[1])
		}
	}
}

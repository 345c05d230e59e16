package look

import (
	"strings"
	"testing"

	"framepost/api/wire"
)

// Mirroring twice cancels out, and a bypassed step has no effect.
func TestMirrored(t *testing.T) {
	for chain, want := range map[string]bool{"": false, "mirror": true, "resize,mirror": true, "mirror,text,mirror": false, "twirl": false} {
		if got := editor(chain).Mirrored(); got != want {
			t.Errorf("%q: %v", chain, got)
		}
	}
	e := editor("mirror")
	e.Bypass(0, true)
	if e.Mirrored() {
		t.Error("mirrored by a step that is left out")
	}
}

func TestMirror(t *testing.T) {
	for _, test := range []struct{ chain, off, on string }{
		{"resize:700,mirror", "resize:700", "resize:700,mirror"},
		{"resize:700,mirror,text:a", "resize:700,text:a", "resize:700,mirror,text:a"},
		{"text:a,mirror", "text:a", "mirror,text:a"}, // now the text is readable
		{"resize:700,text", "resize:700,text", "resize:700,mirror,text"},
		{"text,resize:700", "text,resize:700", "mirror,text,resize:700"},
		{"", "", "mirror"},
		{"mirror,mirror,mirror", "", "mirror"},
	} {
		e := editor(test.chain)
		if !e.Mirror(false) || e.Chain() != test.off || e.Mirrored() || e.Switched() {
			t.Errorf("%s straight: %s, want %s", test.chain, e.Chain(), test.off)
		}
		if !e.Mirror(true) || e.Chain() != test.on || !e.Mirrored() || !e.Switched() {
			t.Errorf("%s mirrored: %s, want %s", test.chain, e.Chain(), test.on)
		}
	}
}

func TestMirrorIncludesAStepThatIsLeftOut(t *testing.T) {
	e := editor("text,mirror")
	e.Bypass(1, true)
	if e.Mirror(true); e.Chain() != "text,mirror" || len(e.Steps()) != 2 {
		t.Errorf("%v", e.Steps())
	}
}

func TestMirrorNeedsRoomAndAnOperation(t *testing.T) {
	full := editor(strings.Repeat("text,", wire.MaxOps-1) + "text")
	before := full.Chain()
	if full.Mirror(true) || full.Switched() != true || full.Chain() != before {
		t.Error("a step too many")
	}
	unknown := NewEditor("resize", 85)
	if unknown.Mirror(true) || unknown.Chain() != "resize" {
		t.Error("an operation that the server has not published")
	}
}

// Each case is edited, and then the source changes to one that is not mirrored, and back.
func TestFollow(t *testing.T) {
	nothing := func(*Editor) {}
	for _, test := range []struct {
		what          string
		edit          func(e *Editor)
		straight      string
		editStraight  func(e *Editor)
		mirroredAgain string
	}{
		{"the default chain", nothing, "resize:700", nothing, "resize:700,mirror"},
		{"a preset", func(e *Editor) { _ = e.Apply("resize:700,mirror,text") }, "resize:700,text", nothing, "resize:700,mirror,text"},
		{"a preset that never mirrors", func(e *Editor) { _ = e.Apply("resize") }, "resize", nothing, "resize"},
		{"a link", func(e *Editor) { _ = e.Open("text,mirror") }, "text,mirror", nothing, "text,mirror"},
		{"a link that does not mirror", func(e *Editor) { _ = e.Open("text") }, "text", nothing, "text"},
		{"other edits", func(e *Editor) { e.Add("text"); e.Set(0, 0, "320") }, "resize:320,text",
			func(e *Editor) { e.Move(1, 0) }, "mirror,text,resize:320"},
		{"text without mirroring", nothing, "resize:700", func(e *Editor) { _ = e.Write("resize:9,text") }, "resize:9,mirror,text"},
		{"text with mirroring", nothing, "resize:700", func(e *Editor) { _ = e.Write("resize:9,text,mirror") }, "resize:9,text,mirror"},
		{"text that takes it out", func(e *Editor) { _ = e.Write("resize:9") }, "resize:9", nothing, "resize:9"},
		{"a step removed by hand", func(e *Editor) { e.Remove(1) }, "resize:700", nothing, "resize:700"},
		{"a step left out by hand", func(e *Editor) { e.Bypass(1, true) }, "resize:700", nothing, "resize:700"},
		{"a step added by hand", func(e *Editor) { e.Add("text"); e.Add("mirror"); e.Remove(1) }, "resize:700,text,mirror", nothing, "resize:700,text,mirror"},
		{"a step moved by hand", func(e *Editor) { e.Move(1, 0) }, "mirror,resize:700", nothing, "mirror,resize:700"},
		{"a preset after edits by hand", func(e *Editor) { e.Move(1, 0); _ = e.Apply("mirror") }, "", nothing, "mirror"},
		{"the switch after edits by hand", func(e *Editor) { e.Remove(1); e.Mirror(true) }, "resize:700", nothing, "resize:700,mirror"},
		{"a preset for a file", nothing, "resize:700", func(e *Editor) { _ = e.Apply("resize:9,mirror,text") }, "resize:9,mirror,text"},
	} {
		e := editor("resize:700,mirror")
		test.edit(e)
		e.Commit()
		if e.Follow(false); e.Chain() != test.straight {
			t.Errorf("%s: %q, want %q", test.what, e.Chain(), test.straight)
		}
		test.editStraight(e)
		e.Commit()
		if e.Follow(true); e.Chain() != test.mirroredAgain {
			t.Errorf("%s, mirrored again: %q, want %q", test.what, e.Chain(), test.mirroredAgain)
		}
	}
}

// The operations are known only some time after the first source is open.
func TestFollowBeforeTheCatalogue(t *testing.T) {
	e := NewEditor("resize:700,mirror", 85)
	e.Follow(false)
	e.Catalogue = catalogue()
	if e.Follow(false); e.Chain() != "resize:700" {
		t.Errorf("%q", e.Chain())
	}
}

// A change of the source is nothing to undo, and what Undo brings back is mirrored as the
// source asks.
func TestUndoFollowsTheSource(t *testing.T) {
	e := editor("resize:700,mirror")
	e.Add("text")
	e.Commit()
	_ = e.Apply("mirror")
	e.Commit()
	e.Undo()
	e.Follow(false)
	for _, want := range []struct {
		do    func() bool
		chain string
	}{{e.Undo, "resize:700"}, {e.Redo, "resize:700,text"}, {e.Redo, ""}} {
		if !want.do() || e.Chain() != want.chain {
			t.Errorf("%q, want %q", e.Chain(), want.chain)
		}
	}
	if e.CanRedo() {
		t.Error("more to redo")
	}
}

func TestUndoRevertsTheSwitch(t *testing.T) {
	e := editor("resize:700,mirror")
	e.Mirror(false)
	e.Commit()
	if !e.Undo() || e.Chain() != "resize:700,mirror" || !e.Switched() {
		t.Errorf("%q, the switch %v", e.Chain(), e.Switched())
	}
	e.Redo()
	if e.Follow(true); e.CanUndo() || e.CanRedo() { // the two states are the same now
		t.Error("there is something to undo that nobody would see")
	}
	e.Mirror(false)
	e.Commit()
	e.Undo()
	if e.Follow(false); e.CanRedo() {
		t.Error("there is something to redo that nobody would see")
	}
}

func TestApplied(t *testing.T) {
	e := editor("resize:700,mirror")
	if got := e.Applied("resize:9,mirror,text"); got != "resize:9,mirror,text" {
		t.Errorf("%q", got)
	}
	e.Follow(false)
	for chain, want := range map[string]string{"resize:9,mirror,text": "resize:9,text", "mirror": "", "a,,b": "a,,b"} {
		if got := e.Applied(chain); got != want {
			t.Errorf("%q becomes %q, want %q", chain, got, want)
		}
		if e.Apply(chain) == nil && e.Chain() != want {
			t.Errorf("%q applied is %q", chain, e.Chain())
		}
	}
}

// A preset keeps its name whether it is mirrored or not, but a link or JSON that names it must
// have its chain.
func TestNamed(t *testing.T) {
	c := catalogue()
	for _, test := range []struct{ chain, named, listed string }{
		{"resize:700,mirror", "classic", "classic"},
		{"resize:700", "classic", ""},
		{"resize", "plain", "plain"},
		{"resize,mirror", "plain", ""},
		{"", "flat", ""},
		{"text", "", ""},
	} {
		if got := c.Named(test.chain); got != test.named {
			t.Errorf("%q is named %q, want %q", test.chain, got, test.named)
		}
		if got := c.Listed(test.chain); got != test.listed {
			t.Errorf("%q is listed as %q, want %q", test.chain, got, test.listed)
		}
	}
	if p, _ := c.Next(c.Presets, "resize:700", 1); p.Name != "plain" {
		t.Errorf("after it comes %s", p.Name)
	}
}

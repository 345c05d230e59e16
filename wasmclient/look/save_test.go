package look

import "testing"

func TestRestoreBypassedSteps(t *testing.T) {
	e := editor("resize:700,text,mirror")
	e.Bypass(1, true)
	saved := e.Save()
	again := editor("resize:700,mirror")
	again.Restore(saved)
	if s := again.Steps(); len(s) != 3 || !s[1].Off || s[1].Name != "text" || again.Chain() != "resize:700,mirror" {
		t.Errorf("restored %v", s)
	}
	for _, other := range []string{"", "resize:700", "a:\n 1", saved} {
		kept := editor("gray")
		if kept.Restore(other); len(kept.Steps()) != 1 {
			t.Errorf("%q was restored over another chain", other)
		}
	}
}

// After a reload the address has the chain alone, and the next source may be of another kind.
func TestRestoreWhoDecidesAboutMirroring(t *testing.T) {
	for _, test := range []struct {
		what    string
		do      func(e *Editor)
		link    string // after the reload
		off, on string // what the chain becomes for sources that are not mirrored, and are
	}{
		{"a preset", func(e *Editor) {}, "resize:700,mirror", "resize:700", "resize:700,mirror"},
		{"a preset of a file", func(e *Editor) { e.Follow(false) }, "resize:700", "resize:700", "resize:700,mirror"},
		{"the viewer's own", func(e *Editor) { e.Remove(1); e.Add("mirror") }, "resize:700,mirror", "resize:700,mirror", "resize:700,mirror"},
		{"the viewer's own none", func(e *Editor) { e.Remove(1) }, "resize:700", "resize:700", "resize:700"},
	} {
		e := editor("resize:700,mirror")
		test.do(e)
		again := editor("")
		if err := again.Open(test.link); err != nil {
			t.Fatal(err)
		}
		again.Restore(e.Save())
		if again.Follow(false); again.Chain() != test.off {
			t.Errorf("%s: %s, want %s", test.what, again.Chain(), test.off)
		}
		if again.Follow(true); again.Chain() != test.on {
			t.Errorf("%s, mirrored again: %s, want %s", test.what, again.Chain(), test.on)
		}
	}
}

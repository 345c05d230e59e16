package browser

import (
	"syscall/js"

	"framepost/wasmclient/look"
)

// mirror is the switch that shows the picture as a mirror does. Each kind of source has its own
// position, which is remembered.
type mirror struct {
	edit   *look.Editor
	button js.Value
	signed bool   // the page may send only the chains that its capability allows
	scene  string // the kind of source, see source.scene
}

// newMirror calls changed when the viewer has switched, and full when the chain has no room.
func newMirror(edit *look.Editor, may *credential, changed, full func()) *mirror {
	m := &mirror{edit: edit, button: byID("mirror"), signed: may.capability != ""}
	on(m.button, "click", func(js.Value) {
		if edit.Mirror(!edit.Mirrored()) {
			changed()
		} else {
			full()
		}
	})
	m.follow(kindCamera)
	return m
}

// follow sets the switch for a kind of source.
func (m *mirror) follow(scene string) {
	m.scene = scene
	m.edit.Follow(m.wanted())
}

// wanted returns the position that the viewer has left the switch in for this kind of source. At
// first who faces a camera sees himself as in a mirror, also in the demo that stands in for it. What
// was signed is sent as it was signed.
func (m *mirror) wanted() bool {
	if was := recall(m.item()); was != "" {
		return was == "on"
	}
	return m.scene == kindCamera || m.scene == kindCard || m.signed
}

func (m *mirror) item() string { return "mirror-" + m.scene }

// show shows whether the chain mirrors, and remembers the position of the switch, which Undo may
// have changed.
func (m *mirror) show() {
	if len(m.edit.Ops) == 0 {
		return // it is not known what mirrors
	}
	m.button.Set("disabled", false)
	setPressed(m.button, m.edit.Mirrored())
	if position := m.edit.Switched(); position != m.wanted() {
		remember(m.item(), map[bool]string{false: "off", true: "on"}[position])
	}
}

// sourceChanged is called when a source has been opened, with its kind as source.scene names it.
func (c *chain) sourceChanged(scene string) {
	c.presets.previews.renew()
	c.palette.previews.renew()
	before := c.edit.Chain()
	c.mirrors.follow(scene)
	if c.edit.Chain() == before {
		c.showAround()
		return
	}
	c.slip = "" // the text is that of the chain again
	c.show()
	_ = c.send() // valid: nothing but the mirroring is another
}

package browser

// action is what a key does.
type action string

const (
	actStart    action = "start"
	actSnapshot action = "snapshot"
	actRecord   action = "record"
	actHUD      action = "hud"
	actFull     action = "full"
	actCompare  action = "compare"
	actNext     action = "next"
	actPrevious action = "previous"
	actHelp     action = "help"
	actUndo     action = "undo"
	actRedo     action = "redo"
)

// press is a key with what matters about where and how it was pressed.
type press struct {
	key          string // as KeyboardEvent.key has it
	ctrl, shift  bool   // ctrl is also the Mac's command key
	alt          bool
	tag, control string // of the element that has the focus, lower-case; the type of an input
}

var letters = map[string]action{
	"s": actSnapshot, "r": actRecord, "h": actHUD, "f": actFull, "c": actCompare, "?": actHelp,
	" ": actStart, "ArrowRight": actNext, "ArrowLeft": actPrevious,
}

// action returns what a press does, "" if the page does nothing: a control that has the
// focus keeps the keys that it knows itself.
func (p press) action() action {
	typing := p.tag == "textarea" || p.tag == "select" || p.tag == "input"
	switch p.control {
	case "radio", "range", "checkbox", "button", "color", "file":
		typing = false
	}
	switch {
	case typing || p.alt:
		return ""
	case p.ctrl && p.key == "y", p.ctrl && p.shift && (p.key == "z" || p.key == "Z"):
		return actRedo
	case p.ctrl && p.key == "z":
		return actUndo
	case p.ctrl:
		return ""
	}
	act := letters[p.key]
	switch act {
	case actNext, actPrevious: // they move radios and sliders
		if p.tag == "input" {
			return ""
		}
	case actStart: // it presses buttons, and ticks boxes
		if p.tag != "body" && p.tag != "" {
			return ""
		}
	}
	return act
}

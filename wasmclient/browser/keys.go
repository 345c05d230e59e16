package browser

// action is the effect of a key.
type action string

const (
	actStart    action = "start"
	actPlay     action = "play"
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

// press is the press of a key, with the context that its effect depends on.
type press struct {
	key          string // KeyboardEvent.key
	ctrl, shift  bool   // ctrl is also true for the Mac's command key
	alt          bool
	tag, control string // of the focused element, in lower case: its tag, and the type of an input
}

var letters = map[string]action{
	"k": actPlay, "s": actSnapshot, "r": actRecord, "h": actHUD, "f": actFull, "c": actCompare, "?": actHelp,
	" ": actStart, "ArrowRight": actNext, "ArrowLeft": actPrevious,
}

// action returns the effect of a press, or "" if there is none. A focused control keeps the
// keys that it handles itself.
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
	case actNext, actPrevious: // the keys move radio buttons and sliders
		if p.tag == "input" {
			return ""
		}
	case actStart: // the key presses buttons and ticks boxes
		if p.tag != "body" && p.tag != "" {
			return ""
		}
	}
	return act
}

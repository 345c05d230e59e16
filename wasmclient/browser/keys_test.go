package browser

import "testing"

func TestKeys(t *testing.T) {
	for _, test := range []struct {
		press press
		want  action
	}{
		{press{key: " ", tag: "body"}, actStart},
		{press{key: "s", tag: "body"}, actSnapshot},
		{press{key: "s", tag: "button"}, actSnapshot},
		{press{key: "k", tag: "input", control: "range"}, actPlay},
		{press{key: "?", shift: true, tag: "body"}, actHelp},
		{press{key: "ArrowRight", tag: "body"}, actNext},
		{press{key: "ArrowLeft", tag: "button"}, actPrevious},
		{press{key: "z", ctrl: true, tag: "body"}, actUndo},
		{press{key: "Z", ctrl: true, shift: true, tag: "button"}, actRedo},
		{press{key: "y", ctrl: true, tag: "body"}, actRedo},
		{press{key: "z", ctrl: true, tag: "input", control: "range"}, actUndo},
		{press{key: "h", tag: "input", control: "range"}, actHUD},

		// keys that controls handle themselves
		{press{key: " ", tag: "button"}, ""},
		{press{key: " ", tag: "summary"}, ""},
		{press{key: " ", tag: "input", control: "checkbox"}, ""},
		{press{key: "ArrowRight", tag: "input", control: "range"}, ""},
		{press{key: "ArrowLeft", tag: "input", control: "radio"}, ""},
		{press{key: "s", tag: "select"}, ""},
		{press{key: "k", tag: "input", control: "text"}, ""},
		{press{key: "s", tag: "input", control: "text"}, ""},
		{press{key: "r", tag: "input", control: "number"}, ""},
		{press{key: "z", ctrl: true, tag: "input", control: "search"}, ""},
		// keys that the browser handles itself
		{press{key: "s", ctrl: true, tag: "body"}, ""},
		{press{key: "f", ctrl: true, tag: "body"}, ""},
		{press{key: "ArrowLeft", alt: true, tag: "body"}, ""},
		{press{key: "x", tag: "body"}, ""},
	} {
		if got := test.press.action(); got != test.want {
			t.Errorf("%+v does %q, want %q", test.press, got, test.want)
		}
	}
}

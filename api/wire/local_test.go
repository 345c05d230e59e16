package wire

import (
	"errors"
	"strings"
	"testing"
)

func TestDivideChain(t *testing.T) {
	for chain, want := range map[string]struct{ before, after, whole string }{
		"":                                  {"", "", ""},
		"resize:700,mirror":                 {"", "resize:700,mirror", "resize:700,mirror"},
		"faces:pixelate,local:,resize:700":  {"faces:pixelate", "resize:700", "faces:pixelate,resize:700"},
		"faces:pixelate, local ,resize:700": {"faces:pixelate", "resize:700", "faces:pixelate,resize:700"},
		" faces:pixelate , local: , mirror": {"faces:pixelate", "mirror", "faces:pixelate,mirror"},
		"local:,mirror":                     {"", "mirror", "mirror"},
		"mirror,local:":                     {"mirror", "", "mirror"},
		`text:local\,,local:`:               {`text:local\,`, "", `text:local\,`},
	} {
		got, err := DivideChain(chain)
		if err != nil || got.Before != want.before || got.After != want.after || got.Whole() != want.whole {
			t.Errorf("%q: %q and %q, whole %q, %v", chain, got.Before, got.After, got.Whole(), err)
		}
	}
	for chain, words := range map[string]string{
		"local:,mirror,local:": "operation 3",
		"local:700":            "no arguments",
		"local:a=":             "no arguments",
		"local: : ":            "no arguments",
		"A":                    "name",
	} {
		_, err := DivideChain(chain)
		var problem *Error
		if !errors.As(err, &problem) || problem.Code != BadOps || !strings.Contains(problem.Detail, words) {
			t.Errorf("%q: %v, want one of %q", chain, err, words)
		}
	}
}

func TestBares(t *testing.T) {
	const masked = "faces:pixelate,local:,mirror"
	for other, want := range map[string]bool{
		"mirror":                      true,
		"local:,faces:pixelate":       true,
		"faces:blur,local:,mirror":    true,
		"faces:pixelate,local:,gray":  false,
		"faces:pixelate,local:":       false,
		"faces:pixelate,local:,local": true,
	} {
		if got := Bares(masked, other); got != want {
			t.Errorf("%q: %t", other, got)
		}
		if divided, _ := DivideChain(other); divided.Before == "" && Bares(other, masked) {
			t.Errorf("%q hides nothing before it is sent", other)
		}
	}
}

func TestMisreadMark(t *testing.T) {
	for text, words := range map[string]string{
		"":                               "",
		"mirror":                         "",
		"faces:pixelate,local:,":         "operation 3",
		"faces:pixelate,local:,mirror":   "",
		"faces:pixelate,, Local ,mirror": "operation 2",
		"faces:pixelate,Local:,mirror":   "Local",
		"local:700":                      "no arguments",
		"faces:pixelate,loca:,mirror":    "Did you mean local?",
		"faces:pixelate,lcoal:,mirror":   "Did you mean local?",
		"faces:pixelate,locall":          "Did you mean local?",
		"faces:pixelate,local:,lokal":    "", // something is hidden; the server refuses the rest
		"focal":                          "",
		"faces:pixelate,,":               "",
		`text:a\,local:,,`:               "",
		"text:local,,locality":           "",
	} {
		err := MisreadMark(text, func(name string) bool { return name == "focal" })
		var problem *Error
		if words == "" && err != nil || words != "" && (!errors.As(err, &problem) || problem.Code != BadOps || !strings.Contains(problem.Detail, words)) {
			t.Errorf("%q: %v, want %q", text, err, words)
		}
	}
}

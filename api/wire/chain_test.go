package wire

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestParseChain(t *testing.T) {
	tests := []struct {
		text string
		want []Call
	}{
		{"", nil},
		{"  ", nil},
		{"mirror", []Call{{Name: "mirror", Pos: 1}}},
		{"resize:700,mirror", []Call{
			{Name: "resize", Pos: 1, Args: []Arg{{Value: "700"}}},
			{Name: "mirror", Pos: 2},
		}},
		{" resize : 700 , mirror ", []Call{
			{Name: "resize", Pos: 1, Args: []Arg{{Value: "700"}}},
			{Name: "mirror", Pos: 2},
		}},
		{"resize::480", []Call{{Name: "resize", Pos: 1, Args: []Arg{{}, {Value: "480"}}}}},
		{"resize:height=480", []Call{{Name: "resize", Pos: 1, Args: []Arg{{Key: "height", Value: "480"}}}}},
		{`text:at 10\:30\, or a\=b`, []Call{{Name: "text", Pos: 1, Args: []Arg{{Value: "at 10:30, or a=b"}}}}},
		{"text:1+1=2", []Call{{Name: "text", Pos: 1, Args: []Arg{{Value: "1+1=2"}}}}}, // no name before the =
		{"text: ", []Call{{Name: "text", Pos: 1, Args: []Arg{{Value: " "}}}}},         // not left out
		{"text:  :text=  ", []Call{{Name: "text", Pos: 1, Args: []Arg{{Value: " "}, {Key: "text", Value: " "}}}}},
		{`text:back\\slash`, []Call{{Name: "text", Pos: 1, Args: []Arg{{Value: `back\slash`}}}}},
	}
	for _, test := range tests {
		got, err := ParseChain(test.text)
		if err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("ParseChain(%q) = %+v, %v; want %+v", test.text, got, err, test.want)
		}
	}
}

func TestParseChainRefuses(t *testing.T) {
	tests := []struct{ text, want string }{
		{"mirror,", "operation 2"},
		{",mirror", "operation 1"},
		{"Mirror", `"Mirror"`},
		{"9lives", `"9lives"`},
		{"mirror\x00", "operation 1"},
		{"mirror,ünder", "operation 2"},
		{strings.Repeat("mirror,", MaxOps) + "mirror", "more than 32 operations"},
		{strings.Repeat("m", MaxChainLength+1), "2049 bytes"},
	}
	for _, test := range tests {
		calls, err := ParseChain(test.text)
		var e *Error
		if !errors.As(err, &e) || e.Code != BadOps || !strings.Contains(e.Detail, test.want) {
			t.Errorf("ParseChain(%.20q) = %v, %v; want bad_ops with %q", test.text, calls, err, test.want)
		}
	}
	if calls, err := ParseChain(strings.Repeat("mirror,", MaxOps-1) + "mirror"); err != nil || len(calls) != MaxOps {
		t.Errorf("a chain of %d operations gives %d, %v", MaxOps, len(calls), err)
	}
}

func FuzzParseChain(f *testing.F) {
	f.Add("resize:700,mirror")
	f.Add(`text:a\,b\:c\\:x=10,crop:10%:1::4`)
	f.Add("a:=b,c:d=\\ e\\")
	f.Fuzz(func(t *testing.T, text string) {
		calls, err := ParseChain(text)
		if err != nil {
			return
		}
		written := FormatChain(calls)
		if len(written) > MaxChainLength {
			return // escapes have made it too long to read back
		}
		again, err := ParseChain(written)
		if err != nil || !reflect.DeepEqual(calls, again) {
			t.Errorf("%q is read as %+v, written as %q, read again as %+v, %v", text, calls, written, again, err)
		}
	})
}

package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
)

// Each subcommand is in --help, says by its own --help how it is used, and has its file.
func TestCommands(t *testing.T) {
	var help bytes.Buffer
	if err := run(t.Context(), []string{"--help"}, environment(nil), &help, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, c := range commands {
		if !strings.Contains(help.String(), "framepost "+c.name+" ") || !strings.Contains(help.String(), c.brief) {
			t.Errorf("--help does not tell of %s", c.name)
		}
		var out bytes.Buffer
		err := run(t.Context(), []string{c.name, "--help"}, environment(nil), &out, io.Discard)
		if err != nil || !strings.HasPrefix(out.String(), "framepost "+c.name+" ") {
			t.Errorf("%s --help: %v, %s", c.name, err, &out)
		}
		if _, err := os.Stat(c.name + ".go"); err != nil {
			t.Error(err)
		}
	}
}

func TestCommandErrors(t *testing.T) {
	broken := errors.New("broken")
	for _, test := range []struct {
		err  error
		want string
	}{
		{misuse{broken}, "turn: broken; framepost turn --help shows how"},
		{broken, "broken"},
	} {
		c := command{name: "turn", run: func(context.Context, *flag.FlagSet, []string, console) error { return test.err }}
		if err := c.start(t.Context(), nil, console{}); !errors.Is(err, broken) || err.Error() != test.want {
			t.Errorf("%v, want %s", err, test.want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, test := range []struct {
		args, operands string
		fast           bool
	}{
		{"", "", false},
		{"a b", "a b", false},
		{"-fast a b", "a b", true},
		{"a --fast b", "a b", true},
		{"a b -fast", "a b", true},
		{"a -- -fast b", "a -fast b", false},
		{"-fast -- -fast", "-fast", true},
	} {
		flags := flag.NewFlagSet("", flag.ContinueOnError)
		fast := flags.Bool("fast", false, "")
		operands, err := parse(flags, strings.Fields(test.args))
		if err != nil || *fast != test.fast || !slices.Equal(operands, strings.Fields(test.operands)) {
			t.Errorf("%s: %v, fast %v: %v", test.args, operands, *fast, err)
		}
	}
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	if _, err := parse(flags, []string{"a", "-slow"}); !errors.As(err, &misuse{}) {
		t.Errorf("an unknown flag after an operand: %v", err)
	}
}

package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"regexp"
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

// What the README and the help of the subcommands show uses subcommands and flags that there are.
func TestCommandExamples(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(readme)
	flagsOf := make(map[string]string)
	for _, c := range commands {
		text += c.usage
		var help bytes.Buffer
		if err := run(t.Context(), []string{c.name, "--help"}, environment(nil), &help, io.Discard); err != nil {
			t.Fatal(err)
		}
		flagsOf[c.name] = strings.TrimPrefix(help.String(), c.usage)
	}
	example := regexp.MustCompile(`(?m)^ {2,4}(?:.* )?(?:bin/)?framepost ([a-z]+) (.*)$`)
	found := example.FindAllStringSubmatch(text, -1)
	for _, line := range found {
		defined, known := flagsOf[line[1]]
		if !known {
			t.Errorf("%s: there is no such subcommand", line[0])
		}
		arguments, _, _ := strings.Cut(line[2], " | ")
		for _, name := range regexp.MustCompile(` --?([a-z][a-z-]*)`).FindAllStringSubmatch(" "+arguments, -1) {
			if !regexp.MustCompile(`(?m)^  -` + name[1] + `\b`).MatchString(defined) {
				t.Errorf("%s: there is no flag %s", line[0], name[1])
			}
		}
	}
	if len(found) < 10 {
		t.Errorf("%d examples are found", len(found))
	}
}

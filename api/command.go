package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
)

// commands are the subcommands, in the order of --help. Each has a file of its name.
//
// The standard library reads as well here as alecthomas/kong or peterbourgon/ff would:
// what they do beside it is to bind flags to environment variables, and ours are settings of
// the server, which settings.go reads for all subcommands and none has a flag for.
var commands = []command{
	{"pipe", "run operations on a video, from stdin to stdout", pipeUsage, pipe},
	{"process", "run operations on files of pictures", processUsage, process},
	{"bench", "measure how many frames a server answers, and how fast", benchUsage, bench},
	{"sign", "let others call: print a capability", signUsage, sign},
	{"filter", "check, compile and list WebAssembly modules that are operations", filterUsage, filterModules},
	{"doctor", "check settings, machine, ports and certificate, and try a frame", doctorUsage, doctor},
}

// command is a subcommand. Its function defines its flags, reads the arguments by parse,
// and works until it is done or ctx ends.
type command struct {
	name  string
	brief string // one line for --help
	usage string // written before its flags by framepost NAME --help
	run   func(ctx context.Context, flags *flag.FlagSet, args []string, c console) error
}

// console is what surrounds a subcommand.
type console struct {
	environ        []string // of "NAME=value" each
	stdin          io.Reader
	stdout, stderr io.Writer
}

// misuse is an error in the arguments of a subcommand.
type misuse struct{ error }

func (m misuse) Unwrap() error { return m.error }

// runCommand runs the subcommand that args begin with. known is false if there is none of
// that name.
func runCommand(ctx context.Context, args, environ []string, stdout, stderr io.Writer) (known bool, err error) {
	for _, c := range commands {
		if c.name == args[0] {
			return true, c.start(ctx, args[1:], console{environ, os.Stdin, stdout, stderr})
		}
	}
	return false, nil
}

func (c command) start(ctx context.Context, args []string, con console) error {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // main writes the error
	err := c.run(ctx, flags, args, con)
	var wrong misuse
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(con.stdout, c.usage)
		flags.SetOutput(con.stdout)
		flags.PrintDefaults()
		return nil
	case errors.As(err, &wrong):
		return fmt.Errorf("%s: %w; framepost %s --help shows how", c.name, err, c.name)
	}
	return err
}

// parse reads the flags among args and returns the rest, which may stand before or between
// them. What follows -- is no flag.
func parse(flags *flag.FlagSet, args []string) (operands []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, misuse{err}
		}
		read := len(args) - flags.NArg()
		if ended := read > 0 && args[read-1] == "--"; ended || flags.NArg() == 0 {
			return append(operands, flags.Args()...), nil
		}
		operands, args = append(operands, flags.Arg(0)), flags.Args()[1:]
	}
}

// writeJSON writes what a subcommand reports to programs.
func writeJSON(w io.Writer, report any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(report)
}

func writeHelp(w io.Writer) error {
	fmt.Fprint(w, "framepost: POST a frame, get a frame. It serves when started without an argument.\n\n"+
		"Subcommands, each of which explains itself with --help:\n\n")
	if err := writeCommands(w); err != nil {
		return err
	}
	fmt.Fprint(w, "\nEnvironment variables, with their defaults:\n\n")
	c := defaults()
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range settings(&c) {
		fmt.Fprintf(t, "  %s\t%s\t%s\n", s.name, s.value(), s.doc)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprint(w, "\nOTEL_EXPORTER_OTLP_ENDPOINT and OpenTelemetry's other variables have traces exported by OTLP over HTTP.\n"+
		"GOOGLE_CLOUD_PROJECT has JSON logs name the trace they belong to as Cloud Logging wants it.\n")
	return err
}

func writeCommands(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range commands {
		fmt.Fprintf(t, "  framepost %s\t%s\n", c.name, c.brief)
	}
	return t.Flush()
}

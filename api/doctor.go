package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
)

const doctorUsage = `framepost doctor checks what the server would start with: the settings of its environment,
the machine, the sidecars, the certificate and the ports. Then it starts the server and posts a frame through
each listener. It says what is wrong and how to mend it, and fails if something is.

  FRAMEPOST_TLS_PORT=8443 framepost doctor
`

// doctor answers the subcommand. Each check goes on with what the ones before it have left,
// so that one run reports all that is wrong.
func doctor(ctx context.Context, flags *flag.FlagSet, args []string, con console) error {
	operands, err := parse(flags, args)
	if err != nil {
		return err
	}
	if len(operands) > 0 {
		return misuse{fmt.Errorf("unknown argument %q", operands[0])}
	}
	r := &report{w: con.stdout}
	c := r.settings(con.environ)
	r.machine(&c)
	r.sidecars(ctx, &c)
	pipe := r.pipeline(ctx, c)
	listeners := r.listeners(ctx, c)
	r.frames(ctx, c, pipe, listeners)
	switch r.faults {
	case 0:
		fmt.Fprintln(con.stdout, "\nNothing is wrong.")
		return nil
	case 1:
		return fmt.Errorf("doctor: 1 thing is wrong")
	}
	return fmt.Errorf("doctor: %d things are wrong", r.faults)
}

// report writes what was found and counts what is wrong.
type report struct {
	w      io.Writer
	faults int
}

func (r *report) section(title string) { fmt.Fprintf(r.w, "\n%s\n", title) }

func (r *report) ok(format string, args ...any) { r.line("ok", fmt.Sprintf(format, args...)) }

// note is for what works but may not be meant.
func (r *report) note(found, mend string) {
	r.line("note", found)
	r.line("", mend)
}

func (r *report) wrong(found, mend string) {
	r.faults++
	r.line("WRONG", found)
	r.line("", mend)
}

func (r *report) line(mark, text string) {
	fmt.Fprintf(r.w, "  %-6s %s\n", mark, strings.ReplaceAll(text, "\n", "\n         "))
}

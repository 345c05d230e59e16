package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"framepost/api/pipeline"
	"framepost/api/server/access"
	"framepost/api/wire"
)

const signUsage = `framepost sign prints a capability: a query parameter that lets whoever has it ask for
the chains that it names, until it ends. It is signed with the first key of
FRAMEPOST_CAP_KEYS or FRAMEPOST_CAP_KEYS_FILE.

  framepost sign --preset privacy --expires 24h --max-pixels 2MP --fps 30
  framepost sign --ops 'resize:700,pixelate:*'    any arguments of pixelate
  framepost sign --ops 'resize:700,*'             any operations after the first
  framepost sign --ops '*'                        any chain

`

// sign answers the subcommand: the parameter goes to stdout, and what it allows to stderr.
func sign(ctx context.Context, flags *flag.FlagSet, args []string, con console) error {
	c, err := readSettings(con.environ)
	if err != nil {
		return err
	}
	pipe, _, err := c.newPipeline(ctx, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	allowed, err := parseSign(flags, args, pipe)
	if err != nil {
		return err
	}
	if c.Server.Access.Signing.Empty() {
		return errors.New("there is no key to sign with; make one with " +
			"FRAMEPOST_CAP_KEYS=k1:$(openssl rand -base64 32), and let the server have the same")
	}
	ring, err := access.NewKeyring(c.Server.Access.Signing)
	if err != nil {
		return err
	}
	token, keyID, err := ring.Sign(allowed)
	if err != nil {
		return err
	}
	describe(con.stderr, allowed, keyID)
	_, err = fmt.Fprintln(con.stdout, wire.QueryCap+"="+token)
	return err
}

// parseSign reads the arguments.
func parseSign(flags *flag.FlagSet, args []string, pipe *pipeline.Pipeline) (allowed access.Capability, err error) {
	flags.Func("preset", "a preset whose chain is allowed; may be given again", func(name string) error {
		chain, err := presetChain(pipe, name)
		allowed.Chains = append(allowed.Chains, chain)
		return err
	})
	flags.Func("ops", "a chain that is allowed, with * for what may differ; may be given again", func(pattern string) error {
		allowed.Chains = append(allowed.Chains, pattern)
		return checkPattern(pipe, pattern)
	})
	expires := flags.Duration("expires", 24*time.Hour, "how long it is valid")
	flags.Func("max-pixels", "width × height of a picture, as 2MP; without it, the server's limit", amount(&allowed.MaxPixels, "P"))
	flags.Func("max-bytes", "bytes of a picture, as 500kB; without it, the server's limit", amount(&allowed.MaxBytes, "B"))
	flags.IntVar(&allowed.Rate, "fps", 0, "frames a second from each address; 0: any")

	operands, err := parse(flags, args)
	switch {
	case err != nil:
		return allowed, err
	case len(operands) > 0:
		err = fmt.Errorf("unknown argument %q", operands[0])
	case len(allowed.Chains) == 0:
		err = errors.New("name what is allowed, with --preset or --ops; --ops '*' allows every chain")
	case *expires <= 0:
		err = errors.New("--expires is how long it is valid, as 24h")
	}
	if err != nil {
		return allowed, misuse{err}
	}
	allowed.Expires = time.Now().Add(*expires)
	return allowed, nil
}

// presetChain returns the chain of a preset.
func presetChain(pipe *pipeline.Pipeline, name string) (string, error) {
	if _, err := pipe.Preset(name); err != nil {
		return "", err
	}
	for _, preset := range pipe.Catalogue().Presets {
		if preset.Name == name {
			return preset.Chain, nil
		}
	}
	return "", nil
}

// checkPattern finds mistakes in a pattern, which nobody's chain would ever match: the
// operations must be the server's, and what no star stands for must be right.
func checkPattern(pipe *pipeline.Pipeline, pattern string) error {
	const star = "*"
	chain := strings.TrimSpace(pattern)
	if chain == star {
		return nil
	}
	calls, err := wire.ParseChain(strings.TrimSuffix(chain, ","+star))
	if err != nil {
		return err
	}
	for _, call := range calls {
		if len(call.Args) == 1 && call.Args[0].Value == star && isOperation(pipe, call.Name) {
			continue
		}
		if _, err := pipe.Parse(wire.FormatChain([]wire.Call{call})); err != nil {
			return err
		}
	}
	return nil
}

func isOperation(pipe *pipeline.Pipeline, name string) bool {
	for _, op := range pipe.Catalogue().Ops {
		if op.Name == name {
			return true
		}
	}
	return false
}

// amount reads a number of a unit, perhaps of thousands or millions of it: 500k, 2MP.
func amount(field *int, unit string) func(string) error {
	return func(text string) error {
		digits, factor := strings.TrimSuffix(text, unit), 1.0
		switch {
		case strings.HasSuffix(digits, "k"):
			digits, factor = strings.TrimSuffix(digits, "k"), 1e3
		case strings.HasSuffix(digits, "M"):
			digits, factor = strings.TrimSuffix(digits, "M"), 1e6
		}
		n, err := strconv.ParseFloat(digits, 64)
		if err != nil || !(n*factor >= 1 && n*factor <= 1e9) {
			return fmt.Errorf("write it as 500000, 500k%s or 2M%s, from 1 to 1000M%s", unit, unit, unit)
		}
		*field = int(n * factor)
		return nil
	}
}

// describe says what a capability allows.
func describe(w io.Writer, c access.Capability, keyID string) {
	limit := func(n int, unit string) string {
		if n == 0 {
			return "any " + unit
		}
		return strconv.Itoa(n) + " " + unit
	}
	fmt.Fprintf(w, "signed with the key %s, valid until %s:\n", keyID, c.Expires.UTC().Format(time.RFC3339))
	for _, chain := range c.Chains {
		fmt.Fprintf(w, "  %s=%s\n", wire.QueryOps, chain)
	}
	fmt.Fprintf(w, "  of %s and %s, %s of each address\n",
		limit(c.MaxPixels, "pixels"), limit(c.MaxBytes, "bytes"), limit(c.Rate, "frames a second"))
}

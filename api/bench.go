package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"framepost/api/file"
	"framepost/api/load"
	"framepost/api/pipeline"
	"framepost/api/wire"
)

const benchUsage = `framepost bench posts frames to a server by HTTP/2, as so many pages with cameras would, and
writes how many are answered, how long that takes, and why the others are not.

  framepost bench --viewers 8 --rate 15 http://localhost:8080
  framepost bench --viewers 200 --duration 1m --json --i-own-this-server https://frames.example.com

Raise --viewers until goodput grows no more: that is what the server can do. The latency counts
from when a frame was due. A viewer that has four frames under way misses the next. The machine
that sends needs CPUs of its own, or it measures itself.

`

// bench answers the subcommand.
func bench(ctx context.Context, flags *flag.FlagSet, args []string, con console) error {
	b, err := parseBench(flags, args)
	if err != nil {
		return err
	}
	client := load.NewClient(b.url, b.frame, b.load.Viewers, b.insecure)
	defer client.Close()
	// A mistake shows before the load does. Whether there is room is for the load to tell.
	var coded *wire.Error
	if err := client.Post(ctx, 0); err != nil && !(errors.As(err, &coded) && coded.Code == wire.Busy) {
		return fmt.Errorf("bench: the first frame has no answer: %w", err)
	}
	sent := load.New(b.load, client.Post)
	stop := showProgress(con.stderr, func(elapsed time.Duration) string {
		answered, refused, missed := sent.Sofar()
		return fmt.Sprintf("%s %v of %v: %.0f/s answered, %d refused, %d missed", bar(elapsed.Seconds(), b.load.Duration.Seconds()),
			elapsed.Round(time.Second), b.load.Duration, float64(answered)/elapsed.Seconds(), refused, missed)
	})
	sent.Send(ctx)
	stop()
	report := sent.Report()
	if b.json {
		err = writeJSON(con.stdout, report)
	} else {
		err = report.Write(con.stdout)
	}
	switch {
	case err != nil:
		return err
	case ctx.Err() != nil:
		return errors.New("bench: interrupted")
	case report.Answered == 0:
		return errors.New("bench: no frame was answered")
	}
	return nil
}

// benching is what the arguments ask for.
type benching struct {
	url            string
	frame          []byte
	load           load.Load
	insecure, json bool
}

func parseBench(flags *flag.FlagSet, args []string) (b benching, err error) {
	var w work
	w.flags(flags)
	flags.IntVar(&b.load.Viewers, "viewers", 4, "how `many` send, each by a connection of its own")
	flags.IntVar(&b.load.Rate, "rate", 15, "`frames` a second of each viewer")
	flags.DurationVar(&b.load.Duration, "duration", 10*time.Second, "for how `long`")
	capability := flags.String("cap", "", "a `capability`, where the server asks for one: what framepost sign prints after cap=")
	frame := flags.String("frame", "", "the `file` to post; without it, a test card of 640×480")
	flags.BoolVar(&b.insecure, "insecure", false, "accept any certificate, as the one that framepost makes itself")
	flags.BoolVar(&b.json, "json", false, "write the result as JSON")
	owned := flags.Bool("i-own-this-server", false, "send to another machine than this one: without leave that is an attack")
	operands, err := parse(flags, args)
	if err != nil {
		return b, err
	}
	if len(operands) != 1 {
		return b, misuse{errors.New("name the server's address, as http://localhost:8080")}
	}
	if err := w.check(); err != nil {
		return b, err
	}
	if err := b.load.Validate(); err != nil {
		return b, misuse{err}
	}
	if b.url, err = frameURL(operands[0], w, *capability, *owned); err != nil {
		return b, misuse{err}
	}
	b.frame = pipeline.TestCard()
	if *frame != "" {
		b.frame, err = file.Read(*frame, maxFrame)
		if err != nil {
			err = fmt.Errorf("%s: %w", *frame, err)
		}
	}
	return b, err
}

// maxFrame is the largest picture that is sent, in bytes.
const maxFrame = 64 << 20

// frameURL returns where frames are posted on a server.
func frameURL(address string, w work, capability string, owned bool) (string, error) {
	origin, host, loopback, err := load.Origin(address)
	if err != nil {
		return "", err
	}
	if !loopback && !owned {
		return "", fmt.Errorf("%s is another machine than this one; if it is yours, say so with --i-own-this-server", host)
	}
	q := wire.Query{Chain: wire.DefaultChain, Quality: w.quality, Cap: capability}
	switch {
	case w.preset != nil && *w.preset == "":
		return "", errors.New("--preset is empty; it names one")
	case w.preset != nil:
		q.Preset = *w.preset
	case w.ops != nil:
		q.Chain = *w.ops
	}
	return q.URL(origin), nil
}

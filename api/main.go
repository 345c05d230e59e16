// Command api is framepost: POST a frame, get a frame. It is configured by environment
// variables alone; --help lists them.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strconv"
	"syscall"

	"framepost/api/server"
	"framepost/api/server/static"
	"framepost/api/server/tracing"
	"framepost/configs"
	"framepost/public"
)

func main() {
	go available() // which takes about as long as what is done until it is needed
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	if err := run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "framepost:", err)
		os.Exit(1)
	}
}

// run is the program: a subcommand, or it serves until ctx ends and then drains. It is apart from main
// so that a test can boot it.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) error {
	if len(args) > 0 {
		if known, err := runCommand(ctx, args, environ, stdout, stderr); known {
			return err
		}
		return inform(args, stdout)
	}
	c, err := readSettings(environ)
	if err != nil {
		return err
	}
	log := c.logger(stderr, getenv(environ)("GOOGLE_CLOUD_PROJECT"))

	if c.Server.Tracing, err = tracing.New(getenv(environ), log); err != nil {
		return err
	}
	others := c.Pipeline.Filters
	pipe, modules, err := c.newPipeline(ctx, log)
	if err != nil {
		return err
	}
	if ignored := pipe.Ignored(); len(ignored) > 0 {
		log.Warn("overlays are ignored: their names are to be letters, digits, - and _", slog.Any("files", ignored))
	}
	c.limitMemory()
	srv, err := server.New(c.Server, pipe, public.Files, c.page(), log)
	if err != nil {
		return err
	}
	listeners, err := c.listen(ctx, log)
	if err != nil {
		return err
	}
	reloadKeys(ctx, srv, log)
	if modules != nil && c.WatchFilters {
		go watchFilters(ctx, modules, others, pipe, srv, log)
	}
	announced := make(chan struct{})
	go func() { // beside the first frame
		defer close(announced)
		c.announce(stderr, log, listeners)
	}()
	err = srv.Serve(ctx, listeners)
	<-announced
	return err
}

// inform answers the arguments that ask about the program.
func inform(args []string, stdout io.Writer) error {
	switch args[0] {
	case "-h", "-help", "--help", "help":
		return writeHelp(stdout)
	case "-version", "--version":
		version := "(devel)"
		if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
			version = info.Main.Version
		}
		_, err := fmt.Fprintln(stdout, "framepost", version, runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
		return err
	}
	return fmt.Errorf("unknown argument %q: --help lists the subcommands; without one it serves, as environment variables say", args[0])
}

func (c config) page() static.Settings {
	settings := static.Settings{Rates: configs.Rates, Cameras: c.Server.CameraNames(), Watch: c.WatchFilters}
	if c.TLSPort != 0 {
		settings.Secure = ":" + strconv.Itoa(c.TLSPort)
	}
	return settings
}

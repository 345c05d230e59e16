package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"text/tabwriter"
	"time"

	"framepost/api/plugin"
)

const filterUsage = `framepost filter is for WebAssembly modules, each of which is an operation of chains.

  framepost filter check sepia.wasm    whether a module keeps to the interface, and how long it takes
  framepost filter compile             compile those of FRAMEPOST_FILTERS into FRAMEPOST_FILTERS_CACHE, for
                                       an image whose first frame does not wait
  framepost filter list                what those of FRAMEPOST_FILTERS are

`

// filterModules answers the subcommand.
func filterModules(ctx context.Context, flags *flag.FlagSet, args []string, con console) error {
	operands, err := parse(flags, args)
	if err != nil {
		return err
	}
	c, err := readSettings(con.environ)
	if err != nil {
		return err
	}
	switch {
	case len(operands) >= 2 && operands[0] == "check":
		for _, file := range operands[1:] {
			if err := checkFilter(ctx, c, file, con); err != nil {
				return err
			}
		}
		return nil
	case len(operands) == 1 && operands[0] == "compile":
		return compileFilters(ctx, c, con)
	case len(operands) == 1 && operands[0] == "list":
		return listFilters(ctx, c, con)
	}
	return misuse{errors.New("what is to be done is check FILE.wasm, compile or list")}
}

// checkFilter says what a module is, and whether it does as it should.
func checkFilter(ctx context.Context, c config, file string, con console) error {
	c.Filters.Cache = "" // what is being written changes each time
	began := time.Now()
	m, err := plugin.OpenFile(ctx, c.Filters, file)
	if err != nil {
		return err
	}
	if err := m.Ready(ctx); err != nil {
		return err
	}
	compiled := time.Since(began)
	description, err := json.MarshalIndent(m.Description, "", "  ")
	if err != nil {
		return err
	}
	fmt.Fprintf(con.stdout, "%s\n", description)
	if err := m.Check(ctx); err != nil {
		return err
	}
	took, err := m.Time(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(con.stdout, "%s keeps to the interface. It compiles in %v, and takes %v for a picture of 640×480.\n",
		file, compiled.Round(time.Millisecond), took.Round(10*time.Microsecond))
	return err
}

// compileFilters fills the cache.
func compileFilters(ctx context.Context, c config, con console) error {
	modules, err := c.someFilters(ctx)
	if err != nil {
		return err
	}
	if c.Filters.Cache == "" {
		return errors.New("filter: there is no cache; FRAMEPOST_FILTERS_CACHE names its directory")
	}
	for _, m := range modules.Modules {
		if err := m.Ready(ctx); err != nil {
			return err
		}
		fmt.Fprintf(con.stdout, "%s: %s is compiled\n", m.File, m.Description.Name)
	}
	_, err = fmt.Fprintf(con.stdout, "The cache is %s. Whoever can write there decides what the server runs.\n", c.Filters.Cache)
	return err
}

func listFilters(ctx context.Context, c config, con console) error {
	modules, err := c.someFilters(ctx)
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(con.stdout, 0, 0, 2, ' ', 0)
	for _, m := range modules.Modules {
		fmt.Fprintf(t, "%s\t%s\t%s\n", m.Description.Name, m.File, m.Description.Doc)
	}
	return t.Flush()
}

// someFilters is openFilters where there must be a directory.
func (c *config) someFilters(ctx context.Context) (*plugin.Library, error) {
	modules, err := c.openFilters(ctx)
	if err == nil && modules == nil {
		err = errors.New("filter: there are no modules; FRAMEPOST_FILTERS names their directory")
	}
	return modules, err
}

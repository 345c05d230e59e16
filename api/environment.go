package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"framepost/api/wire"
)

// settingError is what is wrong with one variable of the environment.
type settingError struct {
	name string
	error
}

func (e *settingError) Unwrap() error { return e.error }

// prefix begins the name of every variable that is this program's alone.
const prefix = "FRAMEPOST_"

// readSettings returns the configuration that an environment, of "NAME=value" each, asks
// for. The whole of it is validated after each variable, so whichever made it invalid
// is the one to blame. A variable with our prefix that there is not is an error:
// the limit that it was meant to set would not be in force.
func readSettings(environ []string) (config, error) {
	c := defaults()
	values := map[string]string{}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		values[name] = strings.TrimSpace(value)
	}
	var names, short []string // short: without the prefix, which would outweigh the rest
	for _, s := range settings(&c) {
		names, short = append(names, s.name), append(short, strings.TrimPrefix(s.name, prefix))
		text := values[s.name]
		if text == "" {
			continue
		}
		err := s.set(text)
		if err == nil {
			err = c.validate()
		}
		if err != nil {
			return c, &settingError{s.name, errors.New(s.name + "=" + shown(s.name, text) + ": " + withoutUserinfo(err.Error()))}
		}
	}
	if c.loopback() {
		c.Server.Hosts = append(c.Server.Hosts, "localhost")
	}
	c.Server.Card = c.Card == cardOn || c.Card == cardAuto && !c.open()
	for i, host := range c.Server.Hosts {
		c.Server.Hosts[i] = strings.ToLower(host)
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !strings.HasPrefix(name, prefix) || slices.Contains(names, name) {
			continue
		}
		if nearest := wire.Nearest(strings.ToUpper(name[len(prefix):]), short); nearest != "" {
			return c, &settingError{name, fmt.Errorf("%s is no setting; did you mean %s?", name, prefix+nearest)}
		}
		return c, &settingError{name, fmt.Errorf("%s is no setting; --help lists them", name)}
	}
	return c, nil
}

// getenv returns a function that looks variables up in an environment, of "NAME=value" each.
func getenv(environ []string) func(name string) string {
	return func(name string) string {
		for _, entry := range environ {
			if value, found := strings.CutPrefix(entry, name+"="); found {
				return strings.TrimSpace(value)
			}
		}
		return ""
	}
}

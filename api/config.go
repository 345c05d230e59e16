package main

import (
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"

	"framepost/api/pipeline"
	"framepost/api/plugin"
	"framepost/api/server"
	"framepost/api/server/access"
)

// config is what the environment says.
type config struct {
	Host          string
	Port, TLSPort int
	CertDir       string
	MemoryLimit   int // bytes; 0: what the machine has
	MetricsAddr   string
	LogLevel      slog.Level
	LogFormat     string
	Card          string
	Server        server.Config
	Pipeline      pipeline.Config
	Filters       plugin.Config
	WatchFilters  bool
	Sidecars      string // a file; "": none
}

// Ways of writing the log.
const (
	formatAuto = "auto"
	formatText = "text"
	formatJSON = "json"
)

// Whether GET on the path of streams shows a film.
const (
	cardAuto = "auto"
	cardOn   = "on"
	cardOff  = "off"
)

func defaults() config {
	c := config{
		Port:      8080,
		LogFormat: formatAuto,
		Card:      cardAuto,
		Server:    server.Default(),
		Pipeline:  pipeline.Default(),
		Filters:   plugin.Default(),
	}
	if dir, err := os.UserCacheDir(); err == nil {
		c.CertDir = filepath.Join(dir, "framepost")
		c.Filters.Cache = filepath.Join(dir, "framepost", "filters")
	}
	return c
}

func (c config) validate() error {
	for _, port := range []int{c.Port, c.TLSPort} {
		if port < 0 || port > 65535 {
			return errors.New("a port is a number from 0 to 65535")
		}
	}
	switch {
	case c.TLSPort != 0 && c.CertDir == "":
		return errors.New("there is no cache directory to keep the certificate in; set FRAMEPOST_CERT_DIR")
	case c.LogFormat != formatAuto && c.LogFormat != formatText && c.LogFormat != formatJSON:
		return errors.New("the format of the log is auto, text or json")
	case c.Card != cardAuto && c.Card != cardOn && c.Card != cardOff:
		return errors.New("the film of the test card is auto, on or off")
	}
	if c.MemoryLimit < 0 {
		return errors.New("the memory must not be negative")
	}
	if err := c.Pipeline.Validate(); err != nil {
		return err
	}
	if err := c.Filters.Validate(); err != nil {
		return err
	}
	return c.Server.Validate()
}

// open reports whether the whole world may use the server: it can be reached from elsewhere,
// and asks for nothing. (A proxy before it may ask for something; then FRAMEPOST_CARD says so.)
func (c config) open() bool { return !c.loopback() && c.Server.Access.Require == access.None }

// loopback reports whether nobody but this machine can reach the server.
func (c config) loopback() bool {
	ip := net.ParseIP(c.Host)
	return c.Host == "localhost" || ip != nil && ip.IsLoopback()
}

package main

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"framepost/api/pipeline"
	"framepost/api/plugin"
	"framepost/api/server"
	"framepost/api/server/access"
	"framepost/api/server/camera"
	"framepost/api/wire"
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

// setting binds an environment variable to a field of the configuration.
type setting struct {
	name  string
	doc   string
	set   func(text string) error
	value func() string
}

// settings is all that can be set: what --help shows, what is read, and nothing else.
//
// caarlos0/env v11.3.1 in its place would take the five functions below that make a setting
// of a field, some 50 lines, and ask for as many: it has no help text, its errors speak of
// Go's fields and types, and it can't say which variable made the whole invalid.
func settings(c *config) []setting {
	return []setting{
		number("PORT", "port for HTTP/1.1 and unencrypted HTTP/2; 0: any that is free", &c.Port),
		list("FRAMEPOST_HOSTS", "names that the server answers to, separated by commas; listening on localhost alone it answers to that, else to all", &c.Server.Hosts),
		{"FRAMEPOST_METRICS_ADDR", "address of a listener for /metrics alone, as localhost:9090; off: nowhere; empty: beside the rest",
			c.setMetrics, func() string { return c.MetricsAddr }},
		word("FRAMEPOST_CERT_DIR", "directory that keeps the certificate", &c.CertDir),
		number("FRAMEPOST_TLS_PORT", "port for HTTP/2 over TLS, with a certificate made here; 0: none", &c.TLSPort),
		word("FRAMEPOST_HOST", "address to listen on; empty: all of the machine's", &c.Host),
		list("FRAMEPOST_CORS_ORIGINS", "origins whose pages may use the API, separated by commas; *: all", &c.Server.Origins),
		number("FRAMEPOST_MAX_BYTES", "bytes that one picture may have", &c.Server.MaxBytes),
		number("FRAMEPOST_MAX_PIXELS", "width × height that one picture may have", &c.Pipeline.MaxPixels),
		word("FRAMEPOST_OVERLAYS", "directory of PNG files for the operation overlay; empty: there is no such operation", &c.Pipeline.Overlays),
		word("FRAMEPOST_LUTS", "directory of .cube files for the operation lut; empty: there is no such operation", &c.Pipeline.LUTs),
		word("FRAMEPOST_FILTERS", "directory of WebAssembly modules, each of which is an operation; empty: none", &c.Filters.Dir),
		word("FRAMEPOST_FILTERS_CACHE", "directory that keeps them compiled; whoever can write there decides what the server runs", &c.Filters.Cache),
		duration("FRAMEPOST_FILTERS_TIMEOUT", "time that one of them may take for a frame", &c.Filters.Limit),
		number("FRAMEPOST_FILTERS_MEMORY", "bytes of memory that one of them may have for a frame", &c.Filters.Memory),
		truth("FRAMEPOST_FILTERS_WATCH", "read the directory again when it changes, for development: true or false", &c.WatchFilters),
		word("FRAMEPOST_SIDECARS", "file of services beside this program, each of which is an operation; empty: none", &c.Sidecars),
		number("FRAMEPOST_MEMORY", "bytes that all bodies and answers under way may take", &c.Server.Memory),
		number("FRAMEPOST_MEMORY_LIMIT", "bytes that the program may take in all; 0: GOMEMLIMIT, or what the workers need, within seven tenths of what its cgroup or the machine has", &c.MemoryLimit),
		number("FRAMEPOST_WORKERS", "frames processed at once; 0: one for each CPU", &c.Server.Workers),
		number("FRAMEPOST_QUEUE", "frames that may wait for a worker", &c.Server.Queue),
		number("FRAMEPOST_CONNECTIONS", "connections at once; one address that is no trusted proxy may have three quarters of them", &c.Server.Connections),
		number("FRAMEPOST_STREAMS", "streams at once; one address may have three quarters of them", &c.Server.Streams),
		duration("FRAMEPOST_STREAM_IDLE", "time for the next picture of a stream to come, and for one to be taken", &c.Server.StreamIdle),
		duration("FRAMEPOST_STREAM_TIME", "time for a whole stream; 0s: any", &c.Server.StreamTime),
		word("FRAMEPOST_CARD", "GET "+wire.PathStream+" shows a film of the test card: on or off; auto: unless the server is reached from elsewhere and asks for no capability or key", &c.Card),
		{"FRAMEPOST_CAMERAS", "cameras that may be watched at " + wire.PathCameras + "/NAME, as front=http://10.0.0.7/video.mjpg, separated by commas",
			c.setCameras, func() string { return joinCameras(c.Server.Cameras) }},
		duration("FRAMEPOST_TIMEOUT", "time for a frame to wait and be processed", &c.Server.Timeout),
		duration("FRAMEPOST_READ_TIMEOUT", "time for a request to arrive, and again for its answer to leave", &c.Server.ReadTimeout),
		duration("FRAMEPOST_IDLE_TIMEOUT", "time that a connection without requests stays open", &c.Server.IdleTimeout),
		duration("FRAMEPOST_DRAIN_DELAY", "time that /health says 503 while frames are answered as ever, before the listeners close", &c.Server.DrainDelay),
		duration("FRAMEPOST_DRAIN_TIMEOUT", "time after it to finish what is under way", &c.Server.DrainTimeout),
		word("FRAMEPOST_CAP_KEYS", "keys of capabilities, id:secret each, the secret in base64; the first one signs, all are accepted", &c.Server.Access.Signing.Text),
		word("FRAMEPOST_CAP_KEYS_FILE", "a file with more of them, one a line, read again at SIGHUP", &c.Server.Access.Signing.File),
		word("FRAMEPOST_KEYS", "keys of programs, id:secret each; a program sends the secret as Authorization: Bearer", &c.Server.Access.Bearer.Text),
		word("FRAMEPOST_KEYS_FILE", "a file with more of them, one a line, read again at SIGHUP", &c.Server.Access.Bearer.File),
		word("FRAMEPOST_REQUIRE", "what a frame must come with: cap (a capability or a key), key, or none", &c.Server.Access.Require),
		number("FRAMEPOST_ADDRESS_RATE", "frames a second that an address may send without a key; 0: any", &c.Server.Access.AddressRate),
		number("FRAMEPOST_KEY_RATE", "frames a second that may be sent with one key; 0: any", &c.Server.Access.KeyRate),
		{"FRAMEPOST_TRUSTED_PROXIES", "addresses of proxies, as 10.0.0.0/8, separated by commas, whose X-Forwarded-For is believed; nobody else's is",
			c.setProxies, func() string { return joinProxies(c.Server.Proxies) }},
		{"FRAMEPOST_LOG_LEVEL", "debug, info, warn or error; debug has a line for each request",
			func(text string) error { return c.LogLevel.UnmarshalText([]byte(text)) },
			func() string { return strings.ToLower(c.LogLevel.String()) }},
		word("FRAMEPOST_LOG_FORMAT", "text or json; auto: text on a terminal, json elsewhere", &c.LogFormat),
	}
}

// setMetrics reads FRAMEPOST_METRICS_ADDR.
func (c *config) setMetrics(text string) error {
	c.MetricsAddr, c.Server.Metrics = text, server.MetricsApart
	if text == "off" {
		c.Server.Metrics = server.MetricsOff
		return nil
	}
	if _, _, err := net.SplitHostPort(text); err != nil {
		return errors.New("this is no address with a port, as localhost:9090, nor off")
	}
	return nil
}

// setProxies reads FRAMEPOST_TRUSTED_PROXIES.
func (c *config) setProxies(text string) error {
	c.Server.Proxies = nil
	for item := range strings.SplitSeq(text, ",") {
		item = strings.TrimSpace(item)
		if addr, err := netip.ParseAddr(item); err == nil {
			item = netip.PrefixFrom(addr, addr.BitLen()).String()
		}
		proxy, err := netip.ParsePrefix(item)
		if err != nil {
			return errors.New("this is not a list of addresses, as 10.0.0.0/8 or 192.0.2.7")
		}
		c.Server.Proxies = append(c.Server.Proxies, proxy)
	}
	return nil
}

// setCameras reads FRAMEPOST_CAMERAS.
func (c *config) setCameras(text string) (err error) {
	c.Server.Cameras, err = camera.Parse(text)
	return err
}

func joinCameras(cameras []camera.Source) string {
	list := make([]string, len(cameras))
	for i, c := range cameras {
		list[i] = c.Name + "=" + c.URL.Redacted()
	}
	return strings.Join(list, ",")
}

func joinProxies(proxies []netip.Prefix) string {
	list := make([]string, len(proxies))
	for i, p := range proxies {
		list[i] = p.String()
	}
	return strings.Join(list, ",")
}

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

// open reports whether the whole world may use the server: it can be reached from elsewhere,
// and asks for nothing. (A proxy before it may ask for something; then FRAMEPOST_CARD says so.)
func (c config) open() bool { return !c.loopback() && c.Server.Access.Require == access.None }

// loopback reports whether nobody but this machine can reach the server.
func (c config) loopback() bool {
	ip := net.ParseIP(c.Host)
	return c.Host == "localhost" || ip != nil && ip.IsLoopback()
}

func number(name, doc string, field *int) setting {
	return setting{name, doc, func(text string) error {
		n, err := strconv.Atoi(text)
		if err != nil {
			return errors.New("this is not a whole number")
		}
		*field = n
		return nil
	}, func() string { return strconv.Itoa(*field) }}
}

func truth(name, doc string, field *bool) setting {
	return setting{name, doc, func(text string) error {
		if text != "true" && text != "false" {
			return errors.New("this is neither true nor false")
		}
		*field = text == "true"
		return nil
	}, func() string { return strconv.FormatBool(*field) }}
}

func duration(name, doc string, field *time.Duration) setting {
	return setting{name, doc, func(text string) error {
		d, err := time.ParseDuration(text)
		if err != nil {
			return errors.New("this is not a duration; write it as 1.5s, 300ms or 2m")
		}
		*field = d
		return nil
	}, func() string { return field.String() }}
}

func word[T ~string](name, doc string, field *T) setting {
	return setting{name, doc, func(text string) error {
		*field = T(text)
		return nil
	}, func() string { return string(*field) }}
}

func list(name, doc string, field *[]string) setting {
	return setting{name, doc, func(text string) error {
		*field = nil
		for item := range strings.SplitSeq(text, ",") {
			if item = strings.TrimSpace(item); item != "" {
				*field = append(*field, item)
			}
		}
		return nil
	}, func() string { return strings.Join(*field, ",") }}
}

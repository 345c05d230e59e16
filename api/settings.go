package main

import (
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"framepost/api/server"
	"framepost/api/server/camera"
	"framepost/api/wire"
)

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

package tracing

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// config is where and how spans are exported, as
// https://opentelemetry.io/docs/specs/otel/protocol/exporter/ has it.
type config struct {
	url     string
	host    string // of url: what errors may show of it, for the rest can hold a secret
	headers http.Header
	timeout time.Duration // of one export, retries included
	gzip    bool
	tls     *tls.Config // nil: the system's certificates
}

// readConfig returns what environment variables ask for; nil if they ask for no export.
func readConfig(getenv func(string) string) (*config, error) {
	// own returns the variable for traces, or else the one for all signals.
	own := func(name string) (variable, value string) {
		for _, variable = range []string{"OTEL_EXPORTER_OTLP_TRACES_" + name, "OTEL_EXPORTER_OTLP_" + name} {
			if value = getenv(variable); value != "" {
				break
			}
		}
		return variable, value
	}
	_, endpoint := own("ENDPOINT")
	exporter := getenv("OTEL_TRACES_EXPORTER")
	switch {
	case strings.EqualFold(getenv("OTEL_SDK_DISABLED"), "true") || exporter == "none" || exporter == "" && endpoint == "":
		return nil, nil
	case exporter != "" && exporter != "otlp":
		return nil, fmt.Errorf("OTEL_TRACES_EXPORTER=%s: spans are exported by otlp, or none", exporter)
	}
	for _, name := range []string{"CLIENT_KEY", "CLIENT_CERTIFICATE"} {
		if variable, value := own(name); value != "" {
			return nil, fmt.Errorf("%s: a certificate of the client's own is not supported", variable)
		}
	}
	c := &config{timeout: 10 * time.Second}
	for name, set := range map[string]func(string) error{
		"HEADERS": c.setHeaders, "TIMEOUT": c.setTimeout, "COMPRESSION": c.setCompression,
		"CERTIFICATE": c.setCertificate, "PROTOCOL": setProtocol,
	} {
		if variable, value := own(name); value != "" {
			if err := set(value); err != nil {
				return nil, fmt.Errorf("%s: %w", variable, err)
			}
		}
	}
	return c, c.setURL(endpoint, getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != "")
}

// setURL sets the address. An endpoint for all signals is extended by the path of traces; one for traces
// is taken as it is.
func (c *config) setURL(endpoint string, whole bool) error {
	if endpoint == "" {
		endpoint = "http://localhost:4318"
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return errors.New("the OTLP endpoint is not an address, as http://localhost:4318") // without it, which can hold a secret
	}
	if !whole {
		u = u.JoinPath("v1/traces")
	}
	c.url, c.host = u.String(), u.Host
	return nil
}

func setProtocol(text string) error {
	if text != "http/protobuf" {
		return errors.New("the protocol is http/protobuf")
	}
	return nil
}

// setHeaders reads "name=value,name=value" with values that are escaped as in a URL.
func (c *config) setHeaders(text string) error {
	c.headers = http.Header{}
	for pair := range strings.SplitSeq(text, ",") {
		name, value, found := strings.Cut(pair, "=")
		value, err := url.PathUnescape(strings.TrimSpace(value))
		if name = strings.TrimSpace(name); !found || name == "" || err != nil {
			return errors.New("this is no list of headers, as name=value,name=value") // without the values, which are secret
		}
		c.headers.Add(name, value)
	}
	return nil
}

func (c *config) setTimeout(text string) error {
	ms, err := strconv.Atoi(text)
	if err != nil || ms <= 0 {
		return errors.New("this is not a number of milliseconds above 0")
	}
	c.timeout = time.Duration(ms) * time.Millisecond
	return nil
}

func (c *config) setCompression(text string) error {
	if text != "gzip" && text != "none" {
		return errors.New("the compression is gzip or none")
	}
	c.gzip = text == "gzip"
	return nil
}

// setCertificate reads the certificates that the receiver's must be signed by.
func (c *config) setCertificate(file string) error {
	pem, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return fmt.Errorf("%s has no certificate in PEM", file)
	}
	c.tls = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	return nil
}

package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"framepost/api/server/tracing"
)

func TestDefaultsAreValid(t *testing.T) {
	if err := defaults().validate(); err != nil {
		t.Error(err)
	}
	c, err := readSettings(environment(nil))
	if err != nil || !reflect.DeepEqual(c, defaults()) {
		t.Errorf("an empty environment gives %+v (%v)", c, err)
	}
}

// Every default, written as --help shows it, is read back as it is.
func TestDefaultsAreReadBack(t *testing.T) {
	want := defaults()
	variables := map[string]string{}
	for _, s := range settings(&want) {
		variables[s.name] = s.value()
	}
	got, err := readSettings(environment(variables))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), want %+v", got, err, want)
	}
}

// Every variable reaches a field of its own.
func TestEverySettingSets(t *testing.T) {
	c := defaults()
	for _, s := range settings(&c) {
		if s.name != "PORT" && !strings.HasPrefix(s.name, "FRAMEPOST_") {
			t.Errorf("%s does not begin with FRAMEPOST_", s.name)
		}
		before := fmt.Sprintf("%+v", c)
		var err error
		for _, text := range []string{"debug", "11s", "77", "localhost:9", "json", "192.0.2.0/24", "a=http://b", "true"} { // one that its kind takes
			if err = s.set(text); err == nil {
				break
			}
		}
		if err != nil || fmt.Sprintf("%+v", c) == before {
			t.Errorf("%s sets nothing: %v", s.name, err)
		}
	}
}

// No error and no report shows a password, whichever variable it stands in, right or wrong.
func TestSettingsHideSecrets(t *testing.T) {
	names := []string{"FRAMEPOST_NO_SUCH_SETTING", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_HEADERS",
		"OTEL_EXPORTER_OTLP_TIMEOUT", "OTEL_EXPORTER_OTLP_COMPRESSION", "OTEL_EXPORTER_OTLP_PROTOCOL"}
	c := defaults()
	for _, s := range settings(&c) {
		names = append(names, s.name)
	}
	for _, name := range names {
		for _, value := range []string{
			"http://user:hidden@host.test/x", "front=http://user:hidden@host.test/x", "ftp://user:hidden@host.test",
			"http://user:pass/hidden@host.test", "http://user:hidden@host.test:port", "http://hidden@host.test", "robot:hidden",
		} {
			if !strings.Contains(value, "//") && !slices.Contains(secrets, name) {
				continue // which is a secret nowhere else
			}
			environ := environment(map[string]string{name: value})
			var out bytes.Buffer
			_, err := readSettings(environ)
			(&report{w: &out}).settings(environ)
			_, traces := tracing.New(getenv(append(environ, "OTEL_TRACES_EXPORTER=otlp")), slog.New(slog.NewTextHandler(&out, nil)))
			if text := fmt.Sprint(out.String(), err, traces); strings.Contains(text, "hidden") {
				t.Errorf("%s=%s is shown:\n%s", name, value, text)
			}
		}
	}
}

func TestGoodValues(t *testing.T) {
	c, err := readSettings(environment(map[string]string{
		"PORT":                   " 9000 ",
		"FRAMEPOST_MAX_BYTES":    "1048576",
		"FRAMEPOST_MAX_PIXELS":   "1000000",
		"FRAMEPOST_CORS_ORIGINS": "https://a.example, http://localhost:3000,",
		"FRAMEPOST_TIMEOUT":      "1500ms",
		"FRAMEPOST_LOG_LEVEL":    "DEBUG",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if c.Port != 9000 || c.Server.MaxBytes != 1<<20 || c.Pipeline.MaxPixels != 1e6 || c.Server.Timeout != 1500*time.Millisecond ||
		c.LogLevel != slog.LevelDebug || !reflect.DeepEqual(c.Server.Origins, []string{"https://a.example", "http://localhost:3000"}) {
		t.Errorf("read as %+v", c)
	}
}

// A bad value is an error that names the variable and what it was given.
func TestBadValues(t *testing.T) {
	for _, bad := range [][2]string{
		{"PORT", "http"}, {"PORT", "65536"}, {"PORT", "-1"},
		{"FRAMEPOST_TLS_PORT", "8443x"}, {"FRAMEPOST_TLS_PORT", "100000"},
		{"FRAMEPOST_CORS_ORIGINS", "example.com"}, {"FRAMEPOST_CORS_ORIGINS", "https://a.example/path"},
		{"FRAMEPOST_MAX_BYTES", "8MB"}, {"FRAMEPOST_MAX_BYTES", "0"},
		{"FRAMEPOST_MAX_PIXELS", "0"}, {"FRAMEPOST_MEMORY", "-5"},
		{"FRAMEPOST_WORKERS", "-1"}, {"FRAMEPOST_QUEUE", "1e3"},
		{"FRAMEPOST_TIMEOUT", "10"}, {"FRAMEPOST_TIMEOUT", "-1s"},
		{"FRAMEPOST_READ_TIMEOUT", "soon"}, {"FRAMEPOST_IDLE_TIMEOUT", "0s"},
		{"FRAMEPOST_DRAIN_DELAY", "-1s"}, {"FRAMEPOST_DRAIN_TIMEOUT", "x"},
		{"FRAMEPOST_REQUIRE", "caps"}, {"FRAMEPOST_REQUIRE", "cap"}, {"FRAMEPOST_REQUIRE", "key"},
		{"FRAMEPOST_ADDRESS_RATE", "-1"}, {"FRAMEPOST_KEY_RATE", "fast"}, {"FRAMEPOST_TRUSTED_PROXIES", "10.0.0.0/40"},
		{"FRAMEPOST_TRUSTED_PROXIES", "proxy.lan"}, {"FRAMEPOST_STREAMS", "-1"}, {"FRAMEPOST_STREAM_IDLE", "0s"},
		{"FRAMEPOST_STREAM_TIME", "-1s"}, {"FRAMEPOST_CARD", "yes"}, {"FRAMEPOST_LOG_LEVEL", "loud"}, {"FRAMEPOST_LOG_FORMAT", "xml"},
		{"FRAMEPOST_FILTERS_TIMEOUT", "0s"}, {"FRAMEPOST_FILTERS_WATCH", "yes"}, {"FRAMEPOST_FILTERS_MEMORY", "1"},
	} {
		_, err := readSettings(environment(map[string]string{bad[0]: bad[1]}))
		if err == nil || !strings.Contains(err.Error(), bad[0]+"="+bad[1]+": ") {
			t.Errorf("%s=%s gives %v", bad[0], bad[1], err)
		}
	}
}

// The film of the test card costs a stranger nothing and the server a CPU.
func TestCardIsNotForTheWorld(t *testing.T) {
	keys := "FRAMEPOST_KEYS=camera:" + strings.Repeat("A", 44)
	for _, test := range []struct {
		environ []string
		want    bool
	}{
		{nil, false},
		{[]string{"FRAMEPOST_CARD=on"}, true},
		{[]string{"FRAMEPOST_HOST=localhost"}, true},
		{[]string{"FRAMEPOST_HOST=::1"}, true},
		{[]string{"FRAMEPOST_HOST=localhost", "FRAMEPOST_CARD=off"}, false},
		{[]string{"FRAMEPOST_HOST=192.0.2.1"}, false},
		{[]string{keys}, false},
		{[]string{keys, "FRAMEPOST_REQUIRE=key"}, true},
	} {
		c, err := readSettings(test.environ)
		if err != nil || c.Server.Card != test.want {
			t.Errorf("%v: %v (%v), want %v", test.environ, c.Server.Card, err, test.want)
		}
	}
}

// A misspelt variable is an error, and so is one of another version; other programs' are
// not ours to judge.
func TestMisspeltVariables(t *testing.T) {
	for name, want := range map[string]string{
		"FRAMEPOST_WORKER":     "did you mean FRAMEPOST_WORKERS?",
		"FRAMEPOST_MAXPIXELS":  "did you mean FRAMEPOST_MAX_PIXELS?",
		"FRAMEPOST_CORS":       "--help lists them",
		"FRAMEPOST_timeout":    "did you mean FRAMEPOST_TIMEOUT?",
		"framepost_timeout":    "",
		"PROT":                 "",
		"GOFRAMEPOST_WORKERS_": "",
	} {
		_, err := readSettings(environment(map[string]string{name: "1"}))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), name+" ") || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}
